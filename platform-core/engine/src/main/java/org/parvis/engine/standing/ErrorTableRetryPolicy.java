package org.parvis.engine.standing;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.obligation.Backoff;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.outbox.Settlement.WaitingFor;
import org.parvis.spi.NetworkException;

/** {@link RetryPolicy} by the table of error kinds; it has one line per kind. */
@Component
public final class ErrorTableRetryPolicy implements RetryPolicy {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration LONG_WINDOW = Duration.ofHours(1);
    private static final Duration MISSING = Duration.ofHours(6);

    private final Clock clock;
    private final AccountStates accounts;
    private final Backoff backoff;

    @Activate
    public ErrorTableRetryPolicy(
            @Reference(target = "(clock=business)") Clock clock, @Reference AccountStates accounts) {
        this(clock, accounts, new Random(new SecureRandom().nextLong()));
    }

    ErrorTableRetryPolicy(Clock clock, AccountStates accounts, Random random) {
        this.clock = clock;
        this.accounts = accounts;
        backoff = new Backoff(random);
    }

    @Override
    public Settlement afterFailure(Obligation obligation, NetworkException failure) {
        String reason = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case TOKEN_EXPIRED, TRANSIENT, OUTCOME_UNKNOWN, DEFECT ->
                new Settlement.Again(retryAt(failure, backoff.after(obligation.attempt())), true, reason);
            case CURSOR_INVALID -> new Settlement.Again(clock.instant(), true, reason);
            case RATE_LIMITED -> afterQuota(retryAt(failure, backoff.spread(WINDOW)), reason);
            case QUOTA_EXHAUSTED -> afterQuota(retryAt(failure, backoff.spread(LONG_WINDOW)), reason);
            case AUTHORIZATION_REVOKED -> afterRevocation(obligation, reason);
            case PERMISSION_MISSING -> afterMissingPermission(obligation, reason);
            case MISCONFIGURED -> new Settlement.Waiting(WaitingFor.NETWORK, reason);
            case API_RETIRED,
                    UNSUPPORTED,
                    NOT_FOUND,
                    GONE,
                    CONTENT_REJECTED,
                    POLICY_REJECTED,
                    DUPLICATE,
                    REPLY_WINDOW_CLOSED -> new Settlement.Dead(failure.kind() + ": " + reason);
        };
    }

    private static Settlement afterQuota(Instant due, String reason) {
        return new Settlement.Again(due, false, reason, WaitingFor.QUOTA);
    }

    private Settlement afterRevocation(Obligation obligation, String reason) {
        if (obligation.account() != null) {
            accounts.relinkRequired(obligation.workspace(), obligation.account(), reason);
        }
        return new Settlement.Waiting(WaitingFor.PERSON, reason);
    }

    /** The permission may be granted on the network without linking again, so it is looked at now and then. */
    private Settlement afterMissingPermission(Obligation obligation, String reason) {
        if (obligation.account() != null) {
            accounts.limited(obligation.workspace(), obligation.account(), Optional.empty(), reason);
        }
        return new Settlement.Again(clock.instant().plus(backoff.spread(MISSING)), false, reason);
    }

    /** What the network says counts if it is later than now; spread a little, so that not all come back at once. */
    private Instant retryAt(NetworkException failure, Duration otherwise) {
        Instant now = clock.instant();
        return failure.retryAt()
                .filter(at -> at.isAfter(now))
                .map(at -> at.plus(backoff.spread(Duration.ofSeconds(2))))
                .orElse(now.plus(otherwise));
    }
}
