package io.cameleer.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a benchmark keeps what it needs beyond one run. */
final class FolderOption {
    @Option(
            names = "--folder",
            defaultValue = "target/bench",
            description = "Where servers, events and results are kept (default: ${DEFAULT-VALUE}).")
    private Path path;

    Path path() {
        return path;
    }
}
