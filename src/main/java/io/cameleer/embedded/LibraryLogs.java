package io.cameleer.embedded;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The servers' libraries tell of every step at INFO, which is nothing a user of Cameleer wants to read. */
final class LibraryLogs {
    private LibraryLogs() {}

    /** Lets a library speak from WARN on, unless the log configuration says something about it. */
    static void quiet(String library) {
        if (LoggerFactory.getLogger(library) instanceof Logger logger && logger.getLevel() == null) {
            logger.setLevel(Level.WARN);
        }
    }
}
