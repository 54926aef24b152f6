package org.parvis.inbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.LeaseLostException;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Identifiers;

/** An outbox in memory that handles what it is told to, on the caller's thread. */
final class FakeOutbox implements Outbox {
    final Map<String, NewObligation> open = new LinkedHashMap<>();
    boolean leaseLost;

    @Override
    public UUID add(NewObligation obligation) {
        open.putIfAbsent(name(obligation.kind(), obligation.key()), obligation);
        return Identifiers.next();
    }

    @Override
    public void addAll(List<NewObligation> obligations) {
        obligations.forEach(this::add);
    }

    @Override
    public boolean reschedule(WorkspaceId workspace, String kind, String key, Instant due) {
        return open.computeIfPresent(name(kind, key), (name, o) -> at(o, due)) != null;
    }

    @Override
    public boolean withdraw(WorkspaceId workspace, String kind, String key) {
        return open.remove(name(kind, key)) != null;
    }

    @Override
    public void withdrawAll(WorkspaceId workspace, AccountId account) {
        open.values().removeIf(o -> account.equals(o.account()));
    }

    /** What waits is due. */
    void networkIsBack(Instant now) {
        open.replaceAll((name, o) -> o.due().equals(Instant.MAX) ? at(o, now) : o);
    }

    /** Handles everything of the kind that is due, until nothing is. */
    void run(ObligationHandler handler, Instant now) throws Exception {
        for (int turns = 0; turns < 1_000; turns++) {
            NewObligation due = open.values().stream()
                    .filter(o -> handler.kinds().contains(o.kind()) && !o.due().isAfter(now))
                    .findFirst()
                    .orElse(null);
            if (due == null) {
                return;
            }
            handle(handler, due);
        }
        throw new IllegalStateException("It never ends: " + open.keySet());
    }

    Settlement handle(ObligationHandler handler, NewObligation due) throws Exception {
        Settled lease = new Settled();
        Obligation claimed = new Obligation(
                Identifiers.next(),
                due.kind(),
                due.key(),
                due.workspace(),
                due.account(),
                due.network(),
                due.payload(),
                due.due(),
                1);
        Settlement settlement = handler.handle(claimed, lease);
        if (settlement instanceof Settlement.Settled) {
            settlement = java.util.Objects.requireNonNull(lease.settlement, "nothing was settled");
        }
        String name = name(due.kind(), due.key());
        if (settlement instanceof Settlement.Again again) {
            open.put(name, at(due, again.due()));
        } else if (settlement instanceof Settlement.Waiting) {
            open.put(name, at(due, Instant.MAX));
        } else {
            open.remove(name);
        }
        return settlement;
    }

    private static String name(String kind, String key) {
        return kind + " " + key;
    }

    private static NewObligation at(NewObligation o, Instant due) {
        return new NewObligation(
                o.kind(), o.key(), o.lane(), o.workspace(), o.account(), o.network(), o.payload(), due);
    }

    private final class Settled implements Lease {
        private @Nullable Settlement settlement;

        @Override
        public void assertHeld() {
            if (leaseLost) {
                throw new LeaseLostException();
            }
        }

        @Override
        public void settle(Settlement outcome) {
            assertHeld();
            settlement = outcome;
        }
    }
}
