package org.parvis.engine.subscription;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.engine.account.Accounts;
import org.parvis.model.WorkspaceId;
import org.parvis.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wants a subscription for what is linked, in the transaction that links it, and for what was linked before. */
@Component(
        service = ChangeParticipant.class,
        immediate = true,
        property = ChangeParticipant.NAME + "=engine.subscriptions")
public final class SubscriptionStarter implements ChangeParticipant {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionStarter.class);

    private final Subscriptions subscriptions;
    private final Accounts accounts;

    @Activate
    public SubscriptionStarter(@Reference Subscriptions subscriptions, @Reference Accounts accounts) {
        this.subscriptions = subscriptions;
        this.accounts = accounts;
        try {
            subscriptions.wantMissing();
        } catch (DatabaseUnavailableException away) {
            // what is linked from now on is not to wait for what was linked before; the next start takes that up
            LOG.debug("Accounts linked before are not looked at: {}", away.getMessage());
        }
    }

    @Override
    public void changed(WorkspaceId workspace, List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.AccountLinked linked) {
                accounts.find(workspace, linked.account())
                        .ifPresent(account -> subscriptions.want(workspace, account.id(), account.network()));
            }
        }
    }
}
