package io.cameleer.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-0, 0",
        "-0.0, 0",
        "1.00, 1",
        "1E3, 1000",
        "1.5e1, 15",
        "100e-2, 1",
        "0e999999999999, 0",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775808, ''",
        "1.5, ''",
        "1e19, ''",
        "1e999999999, ''",
    })
    void wholeNumbersWithin64BitsBecomeTheirDigits(String number, String digits) {
        byte[] bytes = number.getBytes(StandardCharsets.US_ASCII);
        assertThat(Numbers.whole(bytes, 0, bytes.length)).isEqualTo(digits);
    }

    @ParameterizedTest
    @CsvSource({
        "1e400, true",
        "1e131071, true",
        "1e131072, false",
        "1e-16383, true",
        "1.5e-16383, false",
        "1e999999999, false",
        "-1e-99999999999999999999, false",
        "0e999999999, true",
        "12345678901234567890.123456789, true",
    })
    void numericHoldsSoManyDigits(String number, boolean fits) {
        byte[] bytes = number.getBytes(StandardCharsets.US_ASCII);
        assertThat(Numbers.fitsNumeric(bytes, 0, bytes.length)).isEqualTo(fits);
    }

    @Property
    void aWholeNumberHasTheValueOfItsText(@ForAll long digits, @ForAll @IntRange(min = -25, max = 25) int exponent) {
        String text = digits + "e" + exponent;
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        var value = new BigDecimal(text).stripTrailingZeros();
        boolean whole = value.scale() <= 0 && value.toBigInteger().bitLength() <= 63;
        String expected = whole ? value.toBigInteger().toString() : "";
        assertThat(Numbers.whole(bytes, 0, bytes.length)).isEqualTo(expected);
    }

    /** Were it in proportion to the square of their number it would take hours. */
    @Test
    void tenMillionDigitsTakeTimeInProportionToTheirNumber() {
        byte[] bytes = ("9".repeat(10_000_000) + "e-5").getBytes(StandardCharsets.US_ASCII);
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            assertThat(Numbers.whole(bytes, 0, bytes.length)).isEmpty();
            assertThat(Numbers.fitsNumeric(bytes, 0, bytes.length)).isFalse();
        });
    }
}
