package io.cameleer.settings;

/** A setting is unknown, missing or makes no sense. The message says which, and what would make sense. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSettingException(String message) {
        super(message);
    }
}
