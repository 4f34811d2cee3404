package io.cameleer.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1714557600000                    | 2024-05-01T10:00:00.000Z
                    1714557600                       | 2024-05-01T10:00:00.000Z
                    1714557600.25                    | 2024-05-01T10:00:00.250Z
                    1714557600123456                 | 2024-05-01T10:00:00.123456Z
                    1714557600123456789              | 2024-05-01T10:00:00.123456Z
                    1.7145576E12                     | 2024-05-01T10:00:00.000Z
                    100000000                        | 1973-03-03T09:46:40.000Z
                    /Date(1714557600000)/            | 2024-05-01T10:00:00.000Z
                    2024-05-01                       | 2024-05-01T00:00:00.000Z
                    2024-05-01T10:00:00.123456Z      | 2024-05-01T10:00:00.123456Z
                    2024-05-01T10:00:00,5+02:00      | 2024-05-01T08:00:00.500Z
                    2024-05-01 10:00:00 UTC          | 2024-05-01T10:00:00.000Z
                    2024-05-01 10:00:00 +0200        | 2024-05-01T08:00:00.000Z
                    2024-05-01T10:00:00Z[UTC]        | 2024-05-01T10:00:00.000Z
                    2024/05/01 10:00                 | 2024-05-01T10:00:00.000Z
                    20240501T100000Z                 | 2024-05-01T10:00:00.000Z
                    20240501T100000.5-0330           | 2024-05-01T13:30:00.500Z
                    Wed, 01 May 2024 10:00:00 GMT    | 2024-05-01T10:00:00.000Z
                    1 May 2024 10:00:00 +0200        | 2024-05-01T08:00:00.000Z
                    Wed May 01 2024 10:00:00 GMT+0200 (Central European Summer Time) | 2024-05-01T08:00:00.000Z
                    Wed May  1 10:00:00 UTC 2024     | 2024-05-01T10:00:00.000Z
                    Wed May  1 10:00:00 2024         | 2024-05-01T10:00:00.000Z
                    """)
    void whatSendersMeanByTheTimeOfAnEventIsRead(String text, String instant) {
        assertThat(Instants.read(text)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "0",
                "5",
                "-1714557600000",
                "20240501",
                "99999999",
                "99999999999999999999",
                "1e400",
                "NaN",
                "05/06/2024",
                "2024-5-1",
                "2024-02-30",
                "2024-02-30T10:00:00Z",
                "2024-05-01T24:00:00Z",
                "2024-05-01T10:00:60Z",
                "2024-05-01T10:00:00+99:00",
                "2024-05-01 10:00:00 CEST",
                "2024-05/01",
                "Wed, 31 Feb 2024 10:00:00 GMT",
                "yesterday 10:00"
            })
    void whatCouldBeAnyInstantOrNoneIsNone(String text) {
        assertThat(Instants.read(text)).isEmpty();
    }
}
