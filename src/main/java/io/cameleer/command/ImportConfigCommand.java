package io.cameleer.command;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameleer.migrate.DestinationConfig;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the configuration of a RudderStack destination. */
@Command(
        name = "import-config",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the configuration of a RudderStack PostgreSQL destination, and prints it as a settings file.",
            "What has no equivalent becomes a comment. The passwords in it are printed as well."
        })
public final class ImportConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "FILE",
            description = {
                "JSON or YAML: a workspace's configuration, an answer of RudderStack's API, a specification for its command"
                        + " line, or the keys of one destination: host, database, syncFrequency, …"
            })
    private Path file;

    @Option(
            names = "--destination",
            paramLabel = "ID",
            defaultValue = "",
            description = "Which destination, by id or name, if there are several.")
    private String destination;

    @Option(
            names = "--source",
            paramLabel = "ID",
            defaultValue = "",
            description = "Which of its sources, by id or name, if each is to have a namespace of its own.")
    private String source;

    @Override
    public Integer call() {
        var documents = documents();
        try {
            var config = DestinationConfig.of(
                    documents, destination, source, Settings.defaults().keys());
            command.commandLine().getOut().print(config.text());
            command.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (InvalidSettingException e) {
            throw new InvalidSettingException(file + ": " + e.getMessage());
        }
    }

    /** JSON, or YAML with one document or several. */
    private List<JsonNode> documents() {
        var json = JsonMapper.builder().build();
        try {
            var text = Files.readString(file);
            if (text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")) {
                return List.of(json.readTree(text));
            }
            var documents = new ArrayList<JsonNode>();
            new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadAllFromString(text)
                    .forEach(document -> documents.add(json.valueToTree(document)));
            return documents;
        } catch (JacksonException e) {
            throw new InvalidSettingException("%s is no JSON: %s".formatted(file, e.getOriginalMessage()));
        } catch (MarkedYamlEngineException e) {
            // its message quotes the line, which may hold a password
            throw new InvalidSettingException("%s is neither JSON nor YAML: %s in line %s"
                    .formatted(
                            file,
                            e.getProblem(),
                            e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0)));
        } catch (YamlEngineException e) {
            throw new InvalidSettingException(file + " is neither JSON nor YAML.");
        } catch (NoSuchFileException e) {
            throw new InvalidSettingException("There is no file %s.".formatted(file));
        } catch (IOException e) {
            throw new InvalidSettingException("%s cannot be read: %s".formatted(file, e));
        }
    }
}
