package social.example.bluesky;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordKeysTest {
    private static final String ALPHABET = "234567abcdefghijklmnopqrstuvwxyz";

    @Test
    void theSameIntentIsTheSameKey() {
        assertThat(RecordKeys.of("one")).isEqualTo(RecordKeys.of("one")).isNotEqualTo(RecordKeys.of("other"));
    }

    @Test
    void everyKeyIsATimestampIdentifierOfThePast() {
        IntStream.range(0, 2000).mapToObj(i -> RecordKeys.of("intent " + i)).forEach(key -> {
            assertThat(key).matches("[2-7a-j][2-7a-z]{12}");
            long value = 0;
            for (char c : key.toCharArray()) {
                value = value << 5 | ALPHABET.indexOf(c);
            }
            assertThat(Instant.ofEpochMilli((value >>> 10) / 1000))
                    .isBetween(Instant.parse("2022-01-01T00:00:00Z"), Instant.parse("2025-01-01T00:00:00Z"));
        });
    }

    @Test
    void manyIntentsHaveKeysOfTheirOwn() {
        assertThat(IntStream.range(0, 50_000).mapToObj(i -> RecordKeys.of("intent " + i)))
                .doesNotHaveDuplicates();
    }
}
