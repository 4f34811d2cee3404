package io.cameleer.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatetimesTest {
    @ParameterizedTest
    @CsvSource({
        "2020-01-15, 2020-01-15T00:00:00.000Z",
        "'2020-01-15 ', 2020-01-15T00:00:00.000Z",
        "'2020-01-15 Z', 2020-01-15T00:00:00.000Z",
        "2020-01-15T10:20, 2020-01-15T10:20:00.000Z",
        "2020-01-15 10:20:30, 2020-01-15T10:20:30.000Z",
        "2020-01-15T10:20:30.1Z, 2020-01-15T10:20:30.100Z",
        "2020-01-15T10:20:30.1239z, 2020-01-15T10:20:30.123900Z",
        "2020-01-15T10:20:30.123450+01:00, 2020-01-15T09:20:30.123450Z",
        "2020-01-15T10:20:30.123000Z, 2020-01-15T10:20:30.123Z",
        "2020-01-15T10:20:30.1234567890Z, 2020-01-15T10:20:30.123456Z",
        "2020-02-29, 2020-02-29T00:00:00.000Z",
        "2020-01-15T10:20:30+05:30, 2020-01-15T04:50:30.000Z",
        "2020-01-15T10:20:30-0530, 2020-01-15T15:50:30.000Z",
        "2020-01-15T23:20:30.5-05, 2020-01-16T04:20:30.500Z",
        "0000-12-31T23:30-01:00, 0001-01-01T00:30:00.000Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
    })
    void textsThatAreInstantsAreBroughtToOneForm(String text, String instant) {
        assertThat(normalised(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2020-1-5",
                "20200115",
                "2020-01",
                "2020-13-01",
                "2020-01-00",
                "2020-01-32",
                "2021-02-29",
                "1900-02-29",
                "2020-02-30T10:00Z",
                "2020-04-31 10:00",
                "2020-01-15T",
                "2020-01-15T10",
                "2020-01-15T24:00",
                "2020-01-15T10:60",
                "2020-01-15T10:20:60",
                "2020-01-15T10:20:3",
                "2020-01-15T10:20:30.",
                "2020-01-15T10:20:30,5",
                "2020-01-15T10:20:30 UTC",
                "2020-01-15T10:20:30 Z",
                "2020-01-15T10:20:30+24:00",
                "2020-01-15T10:20:30+5:30",
                "2020-01-15T10:20:30+05:3",
                "-2020-01-15",
                " 2020-01-15",
                "2020/01/15",
                "2020-01-15Z",
                "0000-01-01",
                "9999-12-31T23:59-01:00",
                "2020-01-15  ",
                "2020-01-15\t10:20",
                "２020-01-15"
            })
    void otherTextsAreNone(String text) {
        assertThat(Datetimes.matches(text)).isFalse();
    }

    @Property(tries = 2_000)
    void instantsComeOutAsJavaHasThem(
            @ForAll @LongRange(min = -62_135_500_000L, max = 253_402_200_000L) long second,
            @ForAll @IntRange(max = 999) int millis,
            @ForAll @IntRange(min = -1439, max = 1439) int offset) {
        var instant = OffsetDateTime.of(
                LocalDateTime.ofEpochSecond(second, millis * 1_000_000, ZoneOffset.UTC), ZoneOffset.UTC);
        int limited = offset % (18 * 60);
        String text = instant.withOffsetSameInstant(ZoneOffset.ofTotalSeconds(limited * 60))
                .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx"));
        assertThat(normalised(text))
                .isEqualTo(instant.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")));
    }

    @Property(tries = 5_000)
    void whatIsTakenForNormalIsWrittenAsItIs(
            @ForAll @IntRange(max = 23) int place, @ForAll @CharRange(from = '-', to = 'Z') char other) {
        var text = new StringBuilder("2024-02-28T21:43:39.567Z");
        text.setCharAt(place, other);
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (Datetimes.isNormal(bytes, 0, bytes.length)) {
            assertThat(normalised(text.toString())).isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-28T21:43:39.567Z, true",
        "2024-02-28T21:43:39.567890Z, false",
        "2024-02-30T21:43:39.567Z, false"
    })
    void whatIsNormalIsKnownByItsForm(String text, boolean isNormal) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Datetimes.isNormal(bytes, 0, bytes.length)).isEqualTo(isNormal);
    }

    private static String normalised(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] into = new byte[Datetimes.MAX_LENGTH];
        int length = Datetimes.normalise(bytes, 0, bytes.length, into, 0);
        return length == Datetimes.NONE ? "none" : new String(into, 0, length, StandardCharsets.US_ASCII);
    }
}
