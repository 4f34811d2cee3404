package io.cameleer.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Settings are unknown, missing or make no sense. The message says which, and what would make sense. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidSettingException(String message) {
        super(message);
        problems = List.of(message);
    }

    /** @param problems all that is wrong, each in a sentence; one at least */
    InvalidSettingException(List<String> problems) {
        super(
                problems.size() == 1
                        ? problems.get(0)
                        : problems.stream()
                                .map("\n- "::concat)
                                .collect(Collectors.joining("", problems.size() + " settings are wrong:", "")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, each in a sentence. */
    public List<String> problems() {
        return problems;
    }
}
