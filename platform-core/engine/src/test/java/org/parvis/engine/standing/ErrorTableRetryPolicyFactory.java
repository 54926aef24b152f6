package org.parvis.engine.standing;

import java.time.Clock;
import java.util.Random;
import org.parvis.engine.outbox.RetryPolicy;

/** Gives other packages' tests the policy with a seed. */
public final class ErrorTableRetryPolicyFactory {
    private ErrorTableRetryPolicyFactory() {}

    public static RetryPolicy create(Clock clock, AccountStates accounts, Random random) {
        return new ErrorTableRetryPolicy(clock, accounts, random);
    }
}
