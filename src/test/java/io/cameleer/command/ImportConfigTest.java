package io.cameleer.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameleer.migrate.DestinationConfig;
import io.cameleer.settings.Settings;
import io.cameleer.sync.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                        storage.prefix = rs
                        storage.region = eu-west-1
                        storage.secret-access-key = secret
                        warehouse.database = analytics
                        warehouse.host = db.example.com
                        warehouse.namespace = web_shop
                        warehouse.password = a\\\\b
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

                        # sslMode: verify-full also checks that the certificate is for warehouse.host: choose it if it is
                        # useSSH: set warehouse.ssh.known-hosts to what ssh-keyscan prints of the server: RudderStack trusts any
                        # sshPublicKey: make a key of your own by cameleer ssh-key, and put its line into authorized_keys
                        # preferAppend: load.mode = merge costs little here, and keeps one row for each id
                        # enableSSE: Cameleer writes nothing; what is encrypted by the server is read as it is
                        # somethingNew: has no equal
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
                        storage.secret-access-key = environmental
                        warehouse.database = d
                        warehouse.ssl.server-ca = CA
                        warehouse.user = u
                        load.mode = merge

                        # host: RudderStack reads it from its environment (env.DB_HOST): set the variable WAREHOUSE_HOST to the same, or warehouse.host in this file
                        # password: RudderStack reads it from its environment (env.DB_PASSWORD): set the variable WAREHOUSE_PASSWORD to the same, or warehouse.password in this file
                        # namespace: RudderStack reads it from its environment (env.SCHEMA): set the variable WAREHOUSE_NAMESPACE to the same, or warehouse.namespace in this file
                        # sslMode: RudderStack reads it from its environment (env.DB_TLS): set the variable WAREHOUSE_SSL_MODE to the same, or warehouse.ssl-mode in this file
                        # endPoint: RudderStack reads it from its environment (env.MINIO): set the variable STORAGE_ENDPOINT to the same, or storage.endpoint in this file
                        # accessKeyID: RudderStack reads it from its environment (env.ID): set the variable STORAGE_ACCESS_KEY_ID to the same, or storage.access-key-id in this file
                        """);
    }

    @Test
    void storagesThatAreNotReadAreSaid() throws Exception {
        assertThat(imported("{\"bucketProvider\": \"AZURE_BLOB\", \"containerName\": \"c\"}")
                        .remarks())
                .containsEntry("bucketProvider", "AZURE_BLOB is no kind of storage that Cameleer reads")
                .containsEntry("containerName", "has no equal");
        var google = imported("{\"bucketProvider\": \"GCS\", \"bucketName\": \"b\", \"credentials\": \"{}\"}");
        assertThat(google.settings()).containsEntry("storage.endpoint", "https://storage.googleapis.com");
        assertThat(google.remarks().get("credentials")).contains("HMAC");
    }

    private static DestinationConfig imported(String json) throws Exception {
        return DestinationConfig.of(
                JsonMapper.builder().build().readTree(json), Settings.defaults().keys());
    }
}
