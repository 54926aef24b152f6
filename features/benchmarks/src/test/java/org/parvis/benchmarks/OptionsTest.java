package org.parvis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void withoutArgumentsEverythingIsAskedForInFiveRoundsOfTenSeconds() {
        Options options = Options.parse(List.of());
        assertThat(options.asksFor("P12.mb")).isTrue();
        assertThat(options.asksForGroup("P7")).isTrue();
        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.length()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.json()).isFalse();
    }

    @Test
    void aGroupAsksForAllItsFiguresAndForNoOther() {
        Options options = Options.parse(List.of("p1", "P2.p99", "--json", "--rounds", "7", "--seconds", "3"));
        assertThat(options.asksFor("P1.ratio")).isTrue();
        assertThat(options.asksFor("P12.ratio")).as("P1 is not P12").isFalse();
        assertThat(options.asksForGroup("P12")).isFalse();
        assertThat(options.asksForGroup("P2")).isTrue();
        assertThat(options.asksFor("P2.p99")).isTrue();
        assertThat(options.asksFor("P2.ratio")).isFalse();
        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.length()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.json()).isTrue();
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--quick")))
                .withMessageContaining("--quick");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--rounds")))
                .withMessageContaining("--rounds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--seconds", "0")))
                .withMessageContaining("'0'");
    }
}
