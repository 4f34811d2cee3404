package io.cameleer.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameleer.migrate.DestinationConfig;
import io.cameleer.naming.Namespace;
import io.cameleer.settings.Settings;
import io.cameleer.sync.Schedule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ImportConfigTest {
    @Test
    void aFormFilledInBecomesSettings() throws Exception {
        var imported = imported(
                """
                {"host": "db.example.com", "database": "analytics", "user": "loader", "password": "a\\\\b", "port": "5433",
                 "namespace": "WebShop", "sslMode": "verify-ca", "serverCA": "CA", "clientCert": "CERT", "clientKey": "KEY\\nEND",
                 "useSSH": true, "sshHost": "jump", "sshPort": "2222", "sshUser": "tunnel", "sshPublicKey": "ssh-rsa AAAA",
                 "syncFrequency": "180", "syncStartAt": "14:00",
                 "excludeWindow": {"excludeWindowStartTime": "22:00", "excludeWindowEndTime": "06:00"},
                 "jsonPaths": "track.properties.cart,meta", "preferAppend": true, "skipUsersTable": true, "skipTracksTable": false,
                 "useRudderStorage": false, "bucketProvider": "S3", "bucketName": "events", "prefix": "rs", "region": "eu-west-1",
                 "accessKeyID": "id", "accessKey": "secret", "enableSSE": true, "allowUsersContextTraits": true,
                 "underscoreDivideNumbers": true, "somethingNew": "x"}
                """);

        assertThat(imported.text())
                .isEqualTo(
                        """
                        storage.access-key-id = id
                        storage.bucket = events
                        storage.path-style = false
                        storage.prefix = rs/rudder-warehouse-staging-logs/
                        storage.region = eu-west-1
                        storage.secret-access-key = secret
                        warehouse.database = analytics
                        warehouse.host = db.example.com
                        warehouse.namespace = web_shop
                        warehouse.password = a\\b
                        warehouse.port = 5433
                        warehouse.ssh.enabled = true
                        warehouse.ssh.host = jump
                        warehouse.ssh.port = 2222
                        warehouse.ssh.private-key = ssh-key
                        warehouse.ssh.user = tunnel
                        warehouse.ssl-mode = verify-ca
                        warehouse.ssl.client-cert = CERT
                        warehouse.ssl.client-key = KEY\\nEND
                        warehouse.ssl.server-ca = CA
                        warehouse.user = loader
                        sync.exclude-window = 22:00-06:00
                        sync.frequency = 180
                        sync.start-at = 14:00
                        load.json-columns = track.properties.cart,meta
                        load.mode = append
                        load.skip-tracks-table = false
                        load.skip-users-table = true
                        names.underscore-divide-numbers = true
                        identify.allow-users-context-traits = true

                        # values.fraction-in-integer: RudderStack cuts 4.99 to 4 in a bigint column: cut does the same, widen makes the column numeric, discard (the default) makes it NULL
                        # sslMode: verify-full also checks that the certificate is for warehouse.host: choose it if it is
                        # useSSH: set warehouse.ssh.known-hosts to what ssh-keyscan prints of the server: RudderStack trusts any
                        # sshPublicKey: make a key of your own by cameleer ssh-key, and put its line into authorized_keys
                        # preferAppend: load.mode = merge costs little here, and keeps one row for each id
                        # enableSSE: Cameleer writes nothing; what is encrypted by the server is read as it is
                        # somethingNew: has no equivalent
                        """);
    }

    @Test
    void whatIsPrintedIsASettingsFile(@TempDir Path folder) throws Exception {
        var imported = imported(
                """
                {"config": {"host": "db", "database": "d", "user": "u", "password": "p\\\\q\\u00e4", "port": "5432", "sslMode": "disable",
                 "syncFrequency": "30", "syncStartAt": "05:00", "bucketName": "b", "bucketProvider": "MINIO",
                 "endPoint": "minio:9000", "useSSL": false, "accessKeyID": "i", "secretAccessKey": "s",
                 "useSSH": false, "sshHost": "left over"}}
                """);
        var file = Files.writeString(folder.resolve("my.properties"), imported.text());

        var settings = Settings.defaults().with(file);

        assertThat(settings.text("warehouse.password")).isEqualTo("p\\q\u00e4");
        assertThat(settings.text("storage.endpoint")).isEqualTo("http://minio:9000");
        assertThat(settings.text("load.mode")).isEqualTo("merge");
        assertThat(settings.has("warehouse.ssh.host")).isFalse();
        assertThat(Schedule.of(settings)).hasToString("every 30 minutes, counted from 05:00 UTC");
        assertThat(imported.remarks())
                .containsEntry(
                        "namespace",
                        "it is derived from the source's name: set source.name to that, or warehouse.namespace to the schema that RudderStack fills")
                .doesNotContainKey("sshHost");
    }

    @Test
    void whatRudderStackReadsFromItsEnvironmentIsLeftToOurs() throws Exception {
        var imported = imported(
                """
                {"host": "env.DB_HOST", "database": "d", "user": "u", "password": "env.DB_PASSWORD", "namespace": "env.SCHEMA",
                 "sslMode": "env.DB_TLS", "serverCA": "CA", "bucketProvider": "MINIO", "bucketName": "b",
                 "endPoint": "env.MINIO", "accessKeyID": "env.ID", "secretAccessKey": "environmental"}
                """);

        assertThat(imported.text())
                .isEqualTo(
                        """
                        storage.bucket = b
                        storage.path-style = true
                        storage.prefix = rudder-warehouse-staging-logs/
                        storage.secret-access-key = environmental
                        warehouse.database = d
                        warehouse.ssl.server-ca = CA
                        warehouse.user = u
                        load.mode = merge

                        # values.fraction-in-integer: RudderStack cuts 4.99 to 4 in a bigint column: cut does the same, widen makes the column numeric, discard (the default) makes it NULL
                        # host: RudderStack reads it from its environment (env.DB_HOST): set the variable WAREHOUSE_HOST to the same, or warehouse.host in this file
                        # password: RudderStack reads it from its environment (env.DB_PASSWORD): set the variable WAREHOUSE_PASSWORD to the same, or warehouse.password in this file
                        # namespace: RudderStack reads it from its environment (env.SCHEMA): set the variable WAREHOUSE_NAMESPACE to the same, or warehouse.namespace in this file
                        # sslMode: RudderStack reads it from its environment (env.DB_TLS): set the variable WAREHOUSE_SSL_MODE to the same, or warehouse.ssl-mode in this file
                        # endPoint: RudderStack reads it from its environment (env.MINIO): set the variable STORAGE_ENDPOINT to the same, or storage.endpoint in this file
                        # accessKeyID: RudderStack reads it from its environment (env.ID): set the variable STORAGE_ACCESS_KEY_ID to the same, or storage.access-key-id in this file
                        """);
    }

    @Test
    void whatIsAskedOfConsentIsTakenOver() throws Exception {
        var custom = "[{\"provider\":\"custom\",\"resolutionStrategy\":\"or\",\"consents\":[{\"consent\":\"ads\"}]}]";

        assertThat(imported("{\"bucketProvider\":\"S3\",\"consentManagement\":{\"web\":%s,\"cloud\":%1$s,\"ios\":[]},"
                                        .formatted(custom)
                                + "\"oneTrustCookieCategories\":[{\"oneTrustCookieCategory\":\"C1\"},{\"oneTrustCookieCategory\":\"\"}],"
                                + "\"ketchConsentPurposes\":{\"web\":[{\"purpose\":\"p1\"},{\"purpose\":\"p2\"}]}}")
                        .text())
                .contains(
                        "consent.management = " + custom + "\n",
                        "consent.one-trust-categories = C1\n",
                        "consent.ketch-purposes = p1,p2\n");
        assertThat(imported(
                                "{\"bucketProvider\":\"S3\",\"consentManagement\":{\"web\":%s,\"ios\":[{\"provider\":\"ketch\"}]}}"
                                        .formatted(custom))
                        .remarks())
                .containsEntry(
                        "consentManagement",
                        "differs by kind of source: set what is right for the sources of this bucket");
    }

    @Test
    void storagesThatAreNotReadAreSaid() throws Exception {
        assertThat(imported("{\"bucketProvider\": \"AZURE_BLOB\", \"containerName\": \"c\"}")
                        .remarks())
                .containsEntry("bucketProvider", "AZURE_BLOB is no kind of storage that Cameleer reads")
                .containsEntry("containerName", "has no equivalent");
        var google = imported("{\"bucketProvider\": \"GCS\", \"bucketName\": \"b\", \"credentials\": \"{}\"}");
        assertThat(google.settings()).containsEntry("storage.endpoint", "https://storage.googleapis.com");
        assertThat(google.remarks().get("credentials")).contains("HMAC");
    }

    private static final String WORKSPACE =
            """
            {"workspaceId": "ws", "sources": [
              {"id": "src1", "name": "Web Shop", "writeKey": "wk1", "config": {"eventUpload": false},
               "sourceDefinition": {"name": "Javascript", "category": null},
               "destinations": [
                 {"id": "pg1", "name": "PG prod", "enabled": true, "destinationDefinition": {"name": "POSTGRES"},
                  "config": {"host": "db.example.com", "database": "analytics", "user": "loader", "password": " p#w\\\\1 =x", "port": "5432",
                   "sslMode": "verify-ca", "serverCA": "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----",
                   "syncFrequency": "30", "syncStartAt": "01:00",
                   "excludeWindow": {"excludeWindowStartTime": "23:00", "excludeWindowEndTime": "02:00"},
                   "bucketProvider": "S3", "bucketName": "my-events"}},
                 {"id": "rs1", "name": "Redshift", "destinationDefinition": {"name": "RS"},
                  "config": {"host": "other", "database": "other", "user": "other", "bucketName": "other"}},
                 {"id": "wh1", "name": "hook", "destinationDefinition": {"name": "WEBHOOK"}, "config": {"webhookUrl": "https://x"}}]}%s]}
            """;

    @Test
    void theOnlyDestinationOfAWorkspaceIsFoundWithItsSource(@TempDir Path folder) throws Exception {
        var imported = run(folder, WORKSPACE.formatted(""));

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out())
                .isEqualTo(
                        """
                        storage.bucket = my-events
                        storage.path-style = false
                        storage.prefix = rudder-warehouse-staging-logs/
                        warehouse.database = analytics
                        warehouse.host = db.example.com
                        warehouse.password =  p#w\\1 =x
                        warehouse.port = 5432
                        warehouse.ssl-mode = verify-ca
                        warehouse.ssl.server-ca = -----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----
                        warehouse.user = loader
                        source.id = src1
                        source.name = Web Shop
                        source.type = Javascript
                        destination.id = pg1
                        sync.exclude-window = 23:00-02:00
                        sync.frequency = 30
                        sync.start-at = 01:00
                        load.mode = merge

                        # namespace: it is derived from source.name: set warehouse.namespace if RudderStack fills another schema, since the source had another name at first
                        # values.fraction-in-integer: RudderStack cuts 4.99 to 4 in a bigint column: cut does the same, widen makes the column numeric, discard (the default) makes it NULL
                        # sslMode: verify-full also checks that the certificate is for warehouse.host: choose it if it is
                        """);
        var settings = Settings.defaults().with(Files.writeString(folder.resolve("my.properties"), imported.out()));
        assertThat(settings.text("warehouse.password")).isEqualTo(" p#w\\1 =x");
        assertThat(Namespace.of(settings).name()).isEqualTo("web_shop");
    }

    @Test
    void ofSeveralDestinationsOneIsToBeChosen(@TempDir Path folder) throws Exception {
        var second = WORKSPACE.formatted(
                """
                , {"id": "src2", "name": "App", "sourceDefinition": {"name": "iOS"}, "destinations": [
                   {"id": "pg2", "name": "PG test", "enabled": false, "destinationDefinition": {"name": "POSTGRES"},
                    "config": {"host": "test", "namespace": "n", "bucketProvider": "S3", "bucketName": "b"}}]}
                """);

        var asked = run(folder, second);
        var byName = run(folder, second, "--destination=PG test");
        var bySource = run(folder, second, "--source=src1");
        var none = run(folder, second, "--destination=PG");

        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.out()).isEmpty();
        assertThat(asked.err())
                .endsWith(
                        """
                        There are several PostgreSQL destinations in it. Say which by --destination, with its id or name:
                        - "PG prod" (pg1), from "Web Shop" (src1)
                        - "PG test" (pg2), switched off, from "App" (src2)
                        """);
        assertThat(byName.out())
                .contains("warehouse.host = test\n", "source.id = src2\n", "destination.id = pg2\n")
                .contains("# enabled: the destination is switched off in RudderStack\n");
        assertThat(bySource.out()).contains("warehouse.host = db.example.com\n", "destination.id = pg1\n");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("There is no such PostgreSQL destination in it. It has:\n- \"PG prod\" (pg1)");
    }

    /** As in the answer of RudderStack's API, where sources and destinations stand side by side. */
    @Test
    void aDestinationOfSeveralSourcesHasTheirNamespacesUnlessItSaysOne(@TempDir Path folder) throws Exception {
        var workspace =
                """
                {"sources": [{"id": "s1", "name": "Shop", "type": "Javascript", "writeKey": "1"},
                             {"id": "s2", "name": "App", "type": "iOS", "writeKey": "2"}],
                 "destinations": [{"id": "d1", "name": "PG", "type": "POSTGRES", "isEnabled": true,
                                   "config": {"host": "db", "user": "u", %s "bucketName": "b"}}],
                 "connections": [{"id": "c1", "sourceId": "s1", "destinationId": "d1"},
                                 {"id": "c2", "sourceId": "s2", "destinationId": "d1"}]}
                """;

        var asked = run(folder, workspace.formatted(""));
        var chosen = run(folder, workspace.formatted(""), "--source=App");
        var shared = run(folder, workspace.formatted("\"namespace\": \"shared\","));

        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.err())
                .endsWith(
                        """
                        The destination "PG" (d1) has several sources, each with a namespace of its own. Say which by --source, with its id or name:
                        - "Shop" (s1)
                        - "App" (s2)
                        """);
        assertThat(chosen.out())
                .contains("source.id = s2\n", "source.name = App\n", "source.type = iOS\n", "destination.id = d1\n");
        assertThat(shared.out())
                .contains("warehouse.namespace = shared\n")
                .doesNotContain("source.id =")
                .contains(
                        "# sources: there are several, so that source.id is the one in the key of each file: \"Shop\" (s1), \"App\" (s2)\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"version":"rudder/v1","kind":"destination","metadata":{"name":"pg"},"spec":{"type":"postgres","config":
                 {"host":"db","port":"5432","database":"a","user":"u","password":"p","namespace":"n","ssl_mode":"require",
                  "bucket_provider":"S3","bucket_name":"b","s3":{"role_based_auth":true},"sync_frequency":"180",
                  "sync_start_at":"01:00","exclude_window":{"start_time":"02:00","end_time":"03:00"},"prefer_append":true,
                  "json_paths":"properties.metadata","use_ssh":true,"ssh_host":"jump","underscore_divide_numbers":true}}}
                """,
                """
                version: rudder/v1
                kind: source
                metadata: {name: web}
                spec: {type: javascript, config: {}}
                ---
                version: rudder/v1
                kind: destination
                metadata:
                  name: pg
                spec:
                  type: postgres
                  config:
                    host: db
                    port: 5432
                    database: a
                    user: u
                    password: p
                    namespace: n
                    ssl_mode: require
                    s3: {bucket_name: b, role_based_auth: true}
                    sync: {frequency: "180", start_at: "01:00", exclude_window: {start_time: "02:00", end_time: "03:00"}}
                    prefer_append: true
                    json_paths: properties.metadata
                    ssh: {use_ssh: true, host: jump}
                    underscore_divide_numbers: true
                """
            })
    void aSpecificationForTheCommandLineIsRead(String specification, @TempDir Path folder) throws Exception {
        var imported = run(folder, specification);

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out())
                .isEqualTo(
                        """
                        storage.bucket = b
                        storage.path-style = false
                        storage.prefix = rudder-warehouse-staging-logs/
                        warehouse.database = a
                        warehouse.host = db
                        warehouse.namespace = n
                        warehouse.password = p
                        warehouse.port = 5432
                        warehouse.ssh.enabled = true
                        warehouse.ssh.host = jump
                        warehouse.ssh.private-key = ssh-key
                        warehouse.ssl-mode = require
                        warehouse.user = u
                        sync.exclude-window = 02:00-03:00
                        sync.frequency = 180
                        sync.start-at = 01:00
                        load.json-columns = properties.metadata
                        load.mode = append
                        names.underscore-divide-numbers = true

                        """
                                + imported.out().substring(imported.out().indexOf("# ")));
        assertThat(imported.out().lines().filter(line -> line.startsWith("# ")))
                .containsExactlyInAnyOrder(
                        "# values.fraction-in-integer: RudderStack cuts 4.99 to 4 in a bigint column: cut does the same,"
                                + " widen makes the column numeric, discard (the default) makes it NULL",
                        "# sslMode: require encrypts, but does not look who the server is: verify-full does",
                        "# roleBasedAuth: without storage.access-key-id the AWS default chain applies, roles included",
                        "# useSSH: set warehouse.ssh.known-hosts to what ssh-keyscan prints of the server: RudderStack trusts any",
                        "# preferAppend: load.mode = merge costs little here, and keeps one row for each id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {}                                  | There is no PostgreSQL destination in it.
            []                                  | There is no PostgreSQL destination in it.
            {"sources": []}                     | There is no PostgreSQL destination in it.
            just text                           | There is no PostgreSQL destination in it.
            {"id": "x", "name": "hook", "destinationDefinition": {"name": "WEBHOOK"}, "config": {}} | There is no PostgreSQL destination in it, but there are others: WEBHOOK "hook" (x).
            """)
    void aFileWithoutADestinationIsRefused(String content, String message, @TempDir Path folder) throws Exception {
        var imported = run(folder, content);

        assertThat(imported.exitCode()).isEqualTo(2);
        assertThat(imported.out()).isEmpty();
        assertThat(imported.err()).isEqualTo("%s: %s\n".formatted(folder.resolve("rudderstack"), message));
    }

    @Test
    void whatIsNoJsonOrYamlIsSaidWithoutShowingItsSecrets(@TempDir Path folder) throws Exception {
        var yaml = run(folder, "host: db\npassword: [secret\nuser: u\n");
        var json = run(folder, "{\"host\": \"db\", \"password\": \"secret");

        assertThat(yaml.exitCode()).isEqualTo(2);
        assertThat(yaml.err()).contains(" is neither JSON nor YAML: ").doesNotContain("secret");
        assertThat(json.exitCode()).isEqualTo(2);
        assertThat(json.err()).contains(" is no JSON: ").doesNotContain("secret");
    }

    private record Outcome(int exitCode, String out, String err) {}

    /** Runs the command on a file of this content. */
    private static Outcome run(Path folder, String content, String... more) throws Exception {
        var file = Files.writeString(folder.resolve("rudderstack"), content);
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = new CommandLine(new ImportConfigCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((error, failed, result) -> {
                    failed.getErr().println(error.getMessage());
                    return 2;
                })
                .execute(Stream.concat(Stream.of(file.toString()), Stream.of(more))
                        .toArray(String[]::new));
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private static DestinationConfig imported(String json) throws Exception {
        return DestinationConfig.of(
                JsonMapper.builder().build().readTree(json), Settings.defaults().keys());
    }
}
