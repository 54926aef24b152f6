package org.parvis.engine.subscription;

import java.time.Clock;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.registry.NetworkSettings;
import org.parvis.store.Database;

/** Makes {@link Subscriptions} for tests of other packages. */
public final class TestSubscriptions {
    private TestSubscriptions() {}

    public static Subscriptions create(
            Database database,
            Outbox outbox,
            NetworkCalls calls,
            NetworkSettings settings,
            Clock clock,
            String publicAddress) {
        return new Subscriptions(database, outbox, calls, settings, clock, publicAddress);
    }
}
