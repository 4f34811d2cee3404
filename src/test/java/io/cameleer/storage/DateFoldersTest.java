package io.cameleer.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFoldersTest {
    @ParameterizedTest
    @CsvSource({
        "rudder-logs/src-1/2024-03-08/1.json, rudder-logs/src-1/2024-03-08/",
        "rudder-logs/src-1/03-08-2024/1.json, rudder-logs/src-1/03-08-2024/",
        "rudder-logs/src-1/12-31-2023/1.json, rudder-logs/src-1/12-31-2023/",
        "2024-03-08/1.json, 2024-03-08/",
        "src-1/day=2024-03-08/hour=5/1.json, src-1/day=2024-03-08/",
    })
    void aFolderOfADayBeforeIsOld(String key, String folder) {
        assertThat(new DateFolders("", "2024-03-09").old(key)).contains(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src-1/2024-03-09/1.json",
                "src-1/03-09-2024/1.json",
                "src-1/2025-01-01/1.json",
                "src-1/1.json",
                "src-1/2024-03-08.json",
                "src-1/2024-03-08",
                "src-1/2024-03-08-1/1.json",
                "src-1/2024-03/1.json",
                "src-1/20240308/1.json",
                "src-1/2024-13-01/1.json",
                "src-1/2024-03-32/1.json",
                "src-1/31-12-2023/1.json",
                "src-1/1955-03-08/1.json",
                "src-1/12024-03-08/1.json"
            })
    void nothingElseIsOld(String key) {
        assertThat(new DateFolders("", "2024-03-09").old(key)).isEmpty();
    }

    /** Else a folder would be old in part. */
    @ParameterizedTest
    @CsvSource({"2024-03-08/2024-03-09/1.json, 2024-03-08/", "2024-03-09/2024-03-08/1.json, "})
    void ofSeveralDatesTheOutermostCounts(String key, String folder) {
        assertThat(new DateFolders("", "2024-03-09").old(key).orElse(null)).isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "src-1/2024-03-08/, ",
        "src-1/2024-03-08, ",
        "src-1/2024-03-0, src-1/2024-03-08/",
        "src-1/, src-1/2024-03-08/",
    })
    void aDateThatThePrefixNamesMakesNothingOld(String prefix, String folder) {
        assertThat(new DateFolders(prefix, "2024-03-09")
                        .old("src-1/2024-03-08/1.json")
                        .orElse(null))
                .isEqualTo(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-03-08/1.json", "03-08-2024/1.json", "1.json"})
    void withoutAFirstDayNothingIsOld(String key) {
        assertThat(new DateFolders("", "").old(key)).isEmpty();
    }
}
