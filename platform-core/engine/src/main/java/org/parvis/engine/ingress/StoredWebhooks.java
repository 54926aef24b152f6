package org.parvis.engine.ingress;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.WebhookService;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.engine.outbox.Outbox;
import org.parvis.model.NetworkId;
import org.parvis.store.Database;

/** The stored requests, as the operator sees them. */
@Component
public final class StoredWebhooks implements WebhookService {
    private final Database database;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;

    @Activate
    public StoredWebhooks(
            @Reference(target = "(schema=engine)") Database database,
            @Reference Outbox outbox,
            @Reference AuditTrail audit,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<WebhookView> webhooks(WebhookState state, int limit) {
        return database.inSystem(handle -> handle.createQuery("""
                        select id, network, received_at, state, attempt, reason, length(body) as bytes
                        from engine.webhook where state = :state order by received_at desc, id desc limit :limit
                        """)
                .bind("state", state.name())
                .bind("limit", limit)
                .map((row, context) -> new WebhookView(
                        row.getObject("id", UUID.class),
                        new NetworkId(row.getString("network")),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        WebhookState.valueOf(row.getString("state")),
                        row.getInt("attempt"),
                        row.getString("reason"),
                        row.getInt("bytes")))
                .list());
    }

    /** Under a batch of its own, so that it is not held up by those it once came with. */
    @Override
    public boolean replay(UUID id, String operator) {
        UUID batch = UUID.randomUUID();
        return database.inSystem(handle -> {
            List<String> network = handle.createQuery("select network from engine.webhook where id = :id")
                    .bind("id", id)
                    .mapTo(String.class)
                    .list();
            if (network.isEmpty() || !WebhookTable.reopen(handle, id, batch)) {
                return false;
            }
            outbox.add(WebhookWriter.parsing(new NetworkId(network.get(0)), batch, clock.instant()));
            audit.recordSystem(null, operator, "webhook.replay", "webhook:" + id, Map.of("network", network.get(0)));
            return true;
        });
    }
}
