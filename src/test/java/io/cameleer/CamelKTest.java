package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
                .hasSizeGreaterThan(30);
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

    /** As the operator does it: flows and properties become files of /etc/camel, and variables say where they are. */
    @Test
    void inTheLayoutOfTheOperatorEventFilesBecomeTheSameTables(
            @TempDir Path root, TestWarehouse warehouse, TestBucket bucket) throws Exception {
        EndToEndTest.putEventFiles(bucket);
        EndToEndTest.makeATableByHand(warehouse);
        var integration = manifest("integration.yaml", "Integration");
        var traits = integration.at("/spec/traits");
        write(
                root.resolve("etc/camel/sources/camel-k-embedded-flow.yaml"),
                STRICT.writeValueAsString(integration.at("/spec/flows")));
        write(
                root.resolve("etc/camel/conf.d/user.properties"),
                String.join("\n", texts(traits.at("/camel/properties"))));
        mount(
                root,
                "configmaps",
                "application.properties",
                Map.of(
                        "storage.bucket", bucket.name(),
                        "storage.endpoint", bucket.endpoint().toString(),
                        "warehouse.host", warehouse.host(),
                        "warehouse.port", Integer.toString(warehouse.port()),
                        "warehouse.database", warehouse.database(),
                        "warehouse.user", warehouse.user(),
                        "destination.id", "dst-1"));
        mount(
                root,
                "secrets",
                "secret.properties",
                Map.of(
                        "storage.access-key-id", bucket.accessKeyId(),
                        "storage.secret-access-key", bucket.secretAccessKey()));

        var environment = new TreeMap<String, String>();
        for (var variable : texts(traits.at("/environment/vars"))) {
            int equals = variable.indexOf('=');
            environment.put(
                    variable.substring(0, equals),
                    variable.substring(equals + 1).replace("/etc/camel", root + "/etc/camel"));
        }
        // of the image's own routes only the kamelets count
        var home = root.resolve("opt/cameleer");
        write(
                home.resolve("routes/kamelets/storage-s3.kamelet.yaml"),
                Files.readString(Path.of("routes/kamelets/storage-s3.kamelet.yaml")));

        try (var process = CameleerProcess.once(home, environment)) {
            assertThat(process.exitCode()).as(process.output()).isZero();
        }

        EndToEndTest.assertLoaded(warehouse);
    }

    private static void mount(Path root, String kind, String file, Map<String, String> settings) throws IOException {
        var lines = settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .toList();
        write(root.resolve("etc/camel/conf.d/_" + kind + "/cameleer/" + file), String.join("\n", lines));
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
