package io.cameleer.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CausesTest {
    /** Java says either, by whether the resolver was asked just now. */
    @ParameterizedTest
    @ValueSource(strings = {"db.invalid", "db.invalid: Name or service not known"})
    void aHostThatIsNotKnownIsSaidByItsNameAlone(String message) {
        var error = new IllegalStateException(new UncheckedIOException(new UnknownHostException(message)));

        assertThat(Causes.unknownHost(error)).contains("db.invalid");
    }
}
