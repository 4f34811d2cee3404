package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.TestCameleer;
import io.cameleer.settings.InvalidSettingException;
import org.junit.jupiter.api.Test;

class LoaderLimitsTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void limitsThatDoNotFitTheHeapAreRefusedWithTheFigures() {
        assertThatThrownBy(() -> LoaderLimits.of(TestCameleer.settings(), 245 * MEGABYTE))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(
                        "load.memory = 96MB, and load.threads = 2 with lines of up to read.max-line-bytes = 16MB each, may need 320 MB of memory, but Java has 245 MB: give it more (-Xmx384m), or lower one of these.");
    }

    @Test
    void whatIsAdvisedFits() {
        // of -Xmx384m the collectors leave at least so much
        assertThat(LoaderLimits.of(TestCameleer.settings(), 384 * MEGABYTE * 93 / 100)
                        .threads())
                .isEqualTo(2);
        assertThat(LoaderLimits.of(
                                TestCameleer.settings("read.max-line-bytes=4MB", "load.memory=32MB", "load.threads=1"),
                                90 * MEGABYTE)
                        .threads())
                .isEqualTo(1);
    }
}
