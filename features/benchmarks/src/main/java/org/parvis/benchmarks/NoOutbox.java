package org.parvis.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Outbox;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;

/** For services that are measured where they owe nothing; being asked to would spoil the figure, so it fails. */
final class NoOutbox implements Outbox {
    @Override
    public UUID add(NewObligation obligation) {
        throw unexpected();
    }

    @Override
    public void addAll(List<NewObligation> obligations) {
        throw unexpected();
    }

    @Override
    public boolean reschedule(WorkspaceId workspace, String kind, String key, Instant due) {
        throw unexpected();
    }

    @Override
    public boolean withdraw(WorkspaceId workspace, String kind, String key) {
        throw unexpected();
    }

    @Override
    public void withdrawAll(WorkspaceId workspace, AccountId account) {
        throw unexpected();
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("Nothing is owed in this benchmark");
    }
}
