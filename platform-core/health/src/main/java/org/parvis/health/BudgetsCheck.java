package org.parvis.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.QuotaService;
import org.parvis.api.network.QuotaState;

/**
 * Whether a budget is used up for longer than one waits without noticing. What is whole again within the hour is the ordinary
 * course: polling slows down by itself.
 */
@Component(property = {"hc.name=Budgets", "hc.tags=quota"})
public final class BudgetsCheck implements HealthCheck {
    private static final Duration LONG = Duration.ofHours(1);

    private final QuotaService quotas;
    private final Clock clock;

    @Activate
    public BudgetsCheck(@Reference QuotaService quotas, @Reference(target = "(clock=business)") Clock clock) {
        this.quotas = quotas;
        this.clock = clock;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Instant soon = clock.instant().plus(LONG);
        Map<String, Instant> empty = new TreeMap<>();
        Map<String, Integer> accounts = new TreeMap<>();
        for (QuotaState quota : quotas.quotas()) {
            if (quota.limit() > 0 && quota.remaining() <= 0 && quota.resetsAt().isAfter(soon)) {
                String name = quota.network() + " " + quota.bucket() + "@" + quota.scope();
                empty.merge(name, quota.resetsAt(), (one, other) -> one.isAfter(other) ? one : other);
                accounts.merge(name, 1, Integer::sum);
            }
        }
        empty.forEach((name, until) -> log.warn(
                "Nothing is left of {} ({}) before {}; what needs it waits. A larger limit: social:quota-override",
                name,
                accounts.get(name),
                until));
        if (empty.isEmpty()) {
            log.info("No budget is used up for long");
        }
        return new Result(log);
    }
}
