package io.cameleer.settings;

import org.apache.camel.spi.PropertiesFunction;

/** Stands for the functions that libraries of Camel bring, such as those of its vaults: found by its file on the class path. */
public final class TwiceFunction implements PropertiesFunction {
    @Override
    public String getName() {
        return "twice";
    }

    @Override
    public String apply(String text) {
        return text + text;
    }
}
