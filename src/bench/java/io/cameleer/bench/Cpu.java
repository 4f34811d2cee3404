package io.cameleer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** How long processors were busy for a process and those that it has started; as Linux tells it. */
final class Cpu {
    private static final double TICKS_PER_SECOND = 100;
    /** Fields of /proc/…/stat, counted from the one behind the name: parent, then user and system time of four kinds. */
    private static final int PARENT = 1;

    private static final int OWN = 11;
    private static final int ENDED_CHILDREN = 13;

    private Cpu() {}

    /** Seconds of a process that lives, of its children that have ended, and of its children that live. */
    static double secondsOfTree(long process) {
        double seconds = stat(process).map(stat -> sum(stat, OWN) + sum(stat, ENDED_CHILDREN)).orElse(0.0);
        try (var processes = Files.list(Path.of("/proc"))) {
            return seconds
                    + processes
                            .map(path -> path.getFileName().toString())
                            .filter(name -> name.chars().allMatch(Character::isDigit))
                            .flatMap(name -> stat(Long.parseLong(name)).stream())
                            .filter(stat -> Long.parseLong(stat[PARENT]) == process)
                            .mapToDouble(stat -> sum(stat, OWN))
                            .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Seconds of the processes that this one has started and that have ended. */
    static double secondsOfEndedChildren() {
        return stat(ProcessHandle.current().pid()).map(stat -> sum(stat, ENDED_CHILDREN)).orElseThrow();
    }

    /** The most memory that a living process has had at once, in bytes; 0 if it lives no more. */
    static long peakMemory(long process) {
        try (var lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .flatMap(line -> Stream.of(line.replaceAll("\\D", "")))
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static double sum(String[] stat, int first) {
        return (Long.parseLong(stat[first]) + Long.parseLong(stat[first + 1])) / TICKS_PER_SECOND;
    }

    private static Optional<String[]> stat(long process) {
        try {
            var text = Files.readString(Path.of("/proc/" + process + "/stat"));
            return Optional.of(text.substring(text.lastIndexOf(')') + 2).split(" "));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
