package org.parvis.engine.obligation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkSharesTest {
    private final NetworkShares<String> shares = new NetworkShares<>(2);

    @Test
    void aNetworkThatHangsLeavesThreadsToTheOthers() {
        assertThat(shares.enter("slow", "1")).isTrue();
        assertThat(shares.enter("slow", "2")).isTrue();
        assertThat(shares.enter("slow", "3")).isFalse();
        assertThat(shares.enter("other", "4")).isTrue();
        assertThat(shares.waiting()).isEqualTo(1);
    }

    @Test
    void whatWaitsBeginsInItsOrderWhenOneOfItsNetworkEnds() {
        for (int i = 1; i <= 5; i++) {
            shares.enter("slow", Integer.toString(i));
        }
        assertThat(shares.leave("slow")).contains("3");
        assertThat(shares.leave("slow")).contains("4");
        assertThat(shares.leave("slow")).contains("5");
        assertThat(shares.leave("slow")).isEmpty();
        assertThat(shares.leave("slow")).isEmpty();
        assertThat(shares.enter("slow", "6"))
                .as("all threads of the network are free again")
                .isTrue();
    }

    @Test
    void whatNeedsNoNetworkIsNotBounded() {
        for (int i = 0; i < 10; i++) {
            assertThat(shares.enter("", "work")).isTrue();
        }
        assertThat(shares.leave("")).isEmpty();
    }

    @Test
    void whatIsTakenOutDoesNotBegin() {
        for (int i = 1; i <= 4; i++) {
            shares.enter("slow", Integer.toString(i));
        }
        assertThat(shares.clear()).containsExactly("3", "4");
        assertThat(shares.leave("slow")).isEmpty();
    }
}
