package io.cameleer.observe;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.cameleer.naming.Printable;

/**
 * A message in the log of the distribution, {@code %printable} in its pattern: senders and storages choose some of the names
 * in it. Nothing in it steers a terminal, and its further lines are set off, so that none passes for one of its own.
 */
public final class PrintableMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return Printable.lines(super.convert(event), System.lineSeparator() + "  ");
    }
}
