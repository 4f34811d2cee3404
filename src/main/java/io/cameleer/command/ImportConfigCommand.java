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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the configuration of a RudderStack destination. */
@Command(
        name = "import-config",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the configuration of a RudderStack PostgreSQL destination, and prints it as settings.",
            "What has no equal becomes a remark. The passwords in it are printed as well."
        })
public final class ImportConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "JSON with RudderStack's keys: host, database, syncFrequency, …")
    private Path file;

    @Override
    public Integer call() {
        var config = DestinationConfig.of(json(), Settings.defaults().keys());
        command.commandLine().getOut().print(config.text());
        command.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private JsonNode json() {
        try (var in = Files.newInputStream(file)) {
            var json = JsonMapper.builder().build().readTree(in);
            if (json != null && json.isObject()) {
                return json;
            }
            throw new InvalidSettingException(file + " holds no JSON object.");
        } catch (JacksonException e) {
            throw new InvalidSettingException("%s is no JSON: %s".formatted(file, e.getOriginalMessage()));
        } catch (NoSuchFileException e) {
            throw new InvalidSettingException("There is no file %s.".formatted(file));
        } catch (IOException e) {
            throw new InvalidSettingException("%s cannot be read: %s".formatted(file, e));
        }
    }
}
