package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.cameleer.embedded.FreePorts;
import io.cameleer.settings.Settings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.main.Main;
import org.apache.camel.v1.Integration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is applied to a cluster, {@code target/camel-k}: it is what Kubernetes and Camel K know, and it works. */
@ExtendWith(TestServers.class)
class CamelKTest {
    private static final Path MANIFESTS = Path.of("target", "camel-k");

    /** Fields that there are not are refused. */
    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                /** The model of Kubernetes would take any other field as well. */
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    @Test
    void theIntegrationIsOneThatCamelKKnows() throws IOException {
        var manifest = manifest("integration.yaml", "Integration");
        // of any fields
        ((ObjectNode) manifest.get("spec")).remove("flows");
        // newer than the model; the schema of the definition has them
        ((ObjectNode) manifest.at("/spec/traits/health")).remove(List.of("livenessPort", "readinessPort"));
        var integration = STRICT.treeToValue(manifest, Integration.class);

        assertThat(integration.getApiVersion()).isEqualTo("camel.apache.org/v1");
        assertThat(integration.getSpec().getTraits().getContainer().getRunAsNonRoot())
                .isTrue();
        assertThat(integration.getSpec().getTraits().getHealth().getReadinessProbe())
                .isEqualTo("/observe/health/ready");
        ((ObjectNode) manifest.at("/spec/traits/container")).put("imageName", "x");
        assertThatThrownBy(() -> STRICT.treeToValue(manifest, Integration.class))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }

    /** With -Dcamel-k.crd=FILE, the operator's own schema. */
    @Test
    void theIntegrationFulfilsTheSchemaOfItsDefinition() throws IOException {
        var file = System.getProperty("camel-k.crd");
        if (file == null) {
            Skip.because("the schema of the Integration", "no file with it was given by -Dcamel-k.crd");
        }
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(STRICT.readTree(Path.of(file).toFile()).at("/spec/versions/0/schema/openAPIV3Schema"));
        var integration = manifest("integration.yaml", "Integration");

        assertThat(schema.validate(integration)).isEmpty();
        ((ObjectNode) integration.get("spec")).put("replicas", "many");
        assertThat(schema.validate(integration)).hasSize(1);
    }

    @Test
    void itsFlowsAreTheRoutes() throws IOException {
        var routes = new ArrayList<JsonNode>();
        try (var files = Files.list(Path.of("routes"))) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                STRICT.readTree(file.toFile()).forEach(routes::add);
            }
        }

        assertThat(manifest("integration.yaml", "Integration").at("/spec/flows"))
                .containsExactlyElementsOf(routes)
                .hasSizeGreaterThan(25);
    }

    @Test
    void theOtherManifestsAreOfFieldsThatKubernetesKnows() throws IOException {
        var deployment = STRICT.treeToValue(manifest("deployment.yaml", "Deployment"), Deployment.class);
        var pod = deployment.getSpec().getTemplate().getSpec();
        var settings = STRICT.treeToValue(manifest("settings.yaml", "ConfigMap"), ConfigMap.class);
        var secrets = STRICT.treeToValue(manifest("settings.yaml", "Secret"), Secret.class);

        assertThat(pod.getContainers().get(0).getSecurityContext().getReadOnlyRootFilesystem())
                .isTrue();
        assertThat(pod.getVolumes().get(0).getConfigMap().getName())
                .isEqualTo(settings.getMetadata().getName());
        assertThat(pod.getVolumes().get(1).getSecret().getSecretName())
                .isEqualTo(secrets.getMetadata().getName());
        assertThat(secrets.getStringData())
                .containsKey(
                        pod.getVolumes().get(1).getSecret().getItems().get(0).getKey());
    }

    @Test
    void theyAllSpeakOfTheSameProgram() throws IOException {
        var integration = manifest("integration.yaml", "Integration");
        var traits = integration.at("/spec/traits");
        var deployment = manifest("deployment.yaml", "Deployment");
        var pod = deployment.at("/spec/template");
        var container = pod.at("/spec/containers/0");
        var settings = Settings.defaults();

        var port = settings.number("observe.port", 1, 65535);
        assertThat(List.of(
                        traits.at("/container/port"),
                        traits.at("/health/livenessPort"),
                        traits.at("/health/readinessPort"),
                        container.at("/ports/0/containerPort")))
                .allMatch(given -> given.intValue() == port);
        assertThat(pod.at("/metadata/annotations/prometheus.io~1port").textValue())
                .isEqualTo(Integer.toString(port));
        assertThat(pod.at("/metadata/annotations/prometheus.io~1path").textValue())
                .isEqualTo("/observe/metrics");
        for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.at("/" + probe + "/httpGet/port")).isEqualTo(container.at("/ports/0/name"));
            assertThat(container.at("/" + probe + "/httpGet/path").textValue())
                    .isEqualTo(probe.startsWith("readiness") ? "/observe/health/ready" : "/observe/health/live");
        }
        assertThat(traits.at("/health/livenessProbe").textValue()).isEqualTo("/observe/health/live");
        assertThat(container.get("image")).isEqualTo(traits.at("/container/image"));
        assertThat(deployment.at("/spec/selector/matchLabels")).isEqualTo(pod.at("/metadata/labels"));
        assertThat(integration.at("/metadata/labels")).isEqualTo(pod.at("/metadata/labels"));
        assertThat(pod.at("/spec/terminationGracePeriodSeconds").intValue())
                .isGreaterThan(settings.number("shutdown.timeout", 0, 60));

        // what is no setting would be refused
        var configMap = manifest("settings.yaml", "ConfigMap");
        var secret = manifest("settings.yaml", "Secret");
        var given = settings.with(properties(configMap.at("/data/application.properties")), "ConfigMap")
                .with(properties(secret.at("/stringData/secret.properties")), "Secret")
                .with(properties(traits.at("/camel/properties/0")), "Integration");
        Application.subject(given);
        var variables = new ArrayList<String>();
        container
                .get("env")
                .forEach(variable -> variables.add(variable.get("name").textValue()));
        assertThat(variables).containsExactly(Settings.variable("observe.host"), "CAMELEER_CONFIG");
        assertThat(texts(traits.at("/mount/configs")))
                .containsExactly(
                        "configmap:" + configMap.at("/metadata/name").textValue(),
                        "secret:" + secret.at("/metadata/name").textValue());
    }

    @Test
    void kedaScalesTheIntegrationByTheFilesThatWait(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        var scaled = manifest("keda.yaml", "ScaledObject");
        var authentication = manifest("keda.yaml", "TriggerAuthentication");
        var integration = manifest("integration.yaml", "Integration");
        var secret = manifest("settings.yaml", "Secret");

        var target = scaled.at("/spec/scaleTargetRef");
        assertThat(target.get("apiVersion")).isEqualTo(integration.get("apiVersion"));
        assertThat(target.get("kind")).isEqualTo(integration.get("kind"));
        assertThat(target.get("name")).isEqualTo(integration.at("/metadata/name"));
        assertThat(target.get("name"))
                .isEqualTo(manifest("deployment.yaml", "Deployment").at("/metadata/name"));
        var trigger = scaled.at("/spec/triggers/0");
        assertThat(trigger.at("/authenticationRef/name")).isEqualTo(authentication.at("/metadata/name"));
        var connection = authentication.at("/spec/secretTargetRef/0");
        assertThat(connection.get("name")).isEqualTo(secret.at("/metadata/name"));
        assertThat(secret.get("stringData").has(connection.get("key").textValue()))
                .isTrue();

        bucket.putLines("1.json", Purchases.line(1));
        TestCameleer.sync(warehouse, bucket);
        var query = trigger.at("/metadata/query").textValue();
        assertThat(warehouse.number(query)).isZero();
        warehouse.execute("update cameleer.files set state = 'pending'");
        assertThat(warehouse.number(query)).isEqualTo(1);
    }

    /** As the operator does it: flows and properties become files of /etc/camel, and variables say where they are. */
    @Test
    void inTheLayoutOfTheOperatorEventFilesBecomeTheSameTables(
            @TempDir Path root, TestWarehouse warehouse, TestBucket bucket) throws Exception {
        EndToEndTest.putEventFiles(bucket);
        EndToEndTest.makeATableByHand(warehouse);

        try (var process = replica(root, layOut(root, warehouse, bucket, "destination.id=dst-1"))) {
            assertThat(process.exitCode()).as(process.output()).isZero();
        }

        EndToEndTest.assertLoaded(warehouse);
    }

    /** Neither goes on before both have a file; in append mode a row that came twice would be seen. */
    @Test
    void twoReplicasShareTheFilesAndMakeTheTablesOfOne(@TempDir Path root, TestWarehouse warehouse, TestBucket bucket)
            throws Exception {
        // more than a process claims at once
        IntStream.range(0, 50)
                .forEach(file -> bucket.putLines(
                        file + ".json",
                        Purchases.lines(file * 2 + 1, file * 2 + 2).toArray(String[]::new)));
        warehouse.execute(
                """
                create schema events; create table events.bought (id text, number bigint);
                create function await_both() returns trigger language plpgsql as $$
                begin
                  while (select count(*) from events.bought) = 0
                    and (select count(distinct claimed_by) from cameleer.files) < 2
                  loop
                    perform pg_sleep(0.05);
                  end loop;
                  return null;
                end $$;
                create trigger await_both before insert on events.bought execute function await_both()""");
        var environment = layOut(root, warehouse, bucket, "load.mode=append", "load.threads=1", "load.batch-rows=1");

        try (var one = replica(root, environment);
                var other = replica(root, environment)) {
            // who ends before the other leaves files to it, and says so
            assertThat(List.of(one.exitCode(), other.exitCode()))
                    .as(one.output() + other.output())
                    .contains(0)
                    .isSubsetOf(0, 1);
        }

        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 100));
        assertThat(warehouse.lines("select count(*), sum(files_complete), sum(events), bool_and(files_complete > 0)"
                        + " from cameleer.syncs"))
                .containsExactly("2|50|100|t");
    }

    /** So it is in what Camel K builds of the jar as a Maven dependency: the routes are there, and Camel's own main. */
    @Test
    void inAProgramThatIsNotItsOwnTheJarBringsTheBeans(@TempDir Path root, TestWarehouse warehouse, TestBucket bucket)
            throws Exception {
        EndToEndTest.putEventFiles(bucket);
        EndToEndTest.makeATableByHand(warehouse);
        var files = layOut(root, warehouse, bucket, "destination.id=dst-1").get("CAMELEER_CONFIG");
        var main = new Main();
        main.setPropertyPlaceholderLocations("file:" + files.replace(",", ",file:"));
        main.addOverrideProperty("camel.main.routesIncludePattern", "file:" + root + "/etc/camel/sources/*.yaml");
        main.addOverrideProperty("routes.folder", root + "/none");
        main.addOverrideProperty("observe.port", Integer.toString(FreePorts.any()));

        main.start();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> warehouse.value("select to_regclass('cameleer.sync_tables')") != null
                            && warehouse.number("select count(*) from cameleer.syncs where ended_at is not null") == 1);
        } finally {
            main.stop();
        }

        EndToEndTest.assertLoaded(warehouse);
    }

    @Test
    void inAProgramThatIsNotItsOwnSettingsThatMakeNoSenseKeepItFromStarting() {
        var main = new Main();
        main.setPropertyPlaceholderLocations("classpath:none.properties;optional=true");
        main.addOverrideProperty("cameleer.enabled", "true");

        assertThatThrownBy(main::start).hasStackTraceContaining("warehouse.host is missing");
    }

    /** Makes the files that the operator mounts in a pod; gives the pod's variables. */
    private static Map<String, String> layOut(Path root, TestWarehouse warehouse, TestBucket bucket, String... more)
            throws IOException {
        var integration = manifest("integration.yaml", "Integration");
        var traits = integration.at("/spec/traits");
        write(
                root.resolve("etc/camel/sources/camel-k-embedded-flow.yaml"),
                STRICT.writeValueAsString(integration.at("/spec/flows")));
        write(
                root.resolve("etc/camel/conf.d/user.properties"),
                String.join("\n", texts(traits.at("/camel/properties"))));
        var settings = new ArrayList<>(List.of(more));
        settings.add("storage.bucket=" + bucket.name());
        settings.add("storage.endpoint=" + bucket.endpoint());
        settings.add("warehouse.host=" + warehouse.host());
        settings.add("warehouse.port=" + warehouse.port());
        settings.add("warehouse.database=" + warehouse.database());
        settings.add("warehouse.user=" + warehouse.user());
        mount(root, "configmaps", "application.properties", settings);
        mount(
                root,
                "secrets",
                "secret.properties",
                List.of(
                        "storage.access-key-id=" + bucket.accessKeyId(),
                        "storage.secret-access-key=" + bucket.secretAccessKey()));
        // of the image's own routes only the kamelets count
        for (var kamelet : List.of("storage-s3-list", "storage-s3-get")) {
            var file = "routes/kamelets/" + kamelet + ".kamelet.yaml";
            write(root.resolve("opt/cameleer").resolve(file), Files.readString(Path.of(file)));
        }

        var environment = new TreeMap<String, String>();
        for (var variable : texts(traits.at("/environment/vars"))) {
            int equals = variable.indexOf('=');
            environment.put(
                    variable.substring(0, equals),
                    variable.substring(equals + 1).replace("/etc/camel", root + "/etc/camel"));
        }
        return environment;
    }

    private static CameleerProcess replica(Path root, Map<String, String> environment) {
        return CameleerProcess.once(root.resolve("opt/cameleer"), environment);
    }

    private static void mount(Path root, String kind, String file, List<String> settings) throws IOException {
        write(root.resolve("etc/camel/conf.d/_" + kind + "/cameleer/" + file), String.join("\n", settings));
    }

    private static Map<String, String> properties(JsonNode text) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(text.textValue()));
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, properties::getProperty));
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static JsonNode manifest(String file, String kind) throws IOException {
        try (var documents = STRICT.readerFor(JsonNode.class)
                .<JsonNode>readValues(MANIFESTS.resolve(file).toFile())) {
            while (documents.hasNext()) {
                var document = documents.next();
                if (document.get("kind").textValue().equals(kind)) {
                    return document;
                }
            }
        }
        throw new AssertionError("no %s in %s".formatted(kind, file));
    }
}
