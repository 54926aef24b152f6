package org.parvis.engine.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.parvis.model.AccountId;

class SharesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Shares shares = new Shares();

    @Test
    void anEndThatTheNetworkNamesBeforeAnybodyWantsAnythingIsNoWindow() {
        shares.endsAt(NOW.plusSeconds(900));
        for (int i = 0; i < 2; i++) {
            AccountId account = new AccountId(UUID.randomUUID());
            assertThat(shares.refusedUntil(NOW, account, 1, 100, 100, HOUR)).isNull();
            shares.add(account, 1);
            shares.endsAt(NOW.plusSeconds(900));
        }
        assertThat(shares.refusedUntil(NOW.plusSeconds(60), new AccountId(UUID.randomUUID()), 1, 100, 98, HOUR))
                .isNull();
    }
}
