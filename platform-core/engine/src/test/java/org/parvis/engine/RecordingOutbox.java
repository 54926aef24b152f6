package org.parvis.engine;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.parvis.engine.obligation.Wakeups;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Outbox;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/** Keeps what was added; handles nothing. */
public final class RecordingOutbox implements Outbox, Wakeups {
    public final List<NewObligation> added = new CopyOnWriteArrayList<>();
    public final List<AccountId> woken = new CopyOnWriteArrayList<>();
    public final List<AccountId> withdrawn = new CopyOnWriteArrayList<>();

    @Override
    public UUID add(NewObligation obligation) {
        added.add(obligation);
        return UUID.randomUUID();
    }

    @Override
    public void addAll(List<NewObligation> obligations) {
        added.addAll(obligations);
    }

    @Override
    public boolean reschedule(WorkspaceId workspace, String kind, String key, Instant due) {
        return false;
    }

    @Override
    public boolean withdraw(WorkspaceId workspace, String kind, String key) {
        return false;
    }

    @Override
    public void withdrawAll(WorkspaceId workspace, AccountId account) {
        withdrawn.add(account);
    }

    @Override
    public void budgetRaised(NetworkId network) {}

    @Override
    public void accountWorks(WorkspaceId workspace, AccountId account) {
        woken.add(account);
    }
}
