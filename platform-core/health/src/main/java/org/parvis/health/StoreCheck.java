package org.parvis.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.store.StoreStatus;

/** Whether the database answers and every room has its tables. */
@Component(property = {"hc.name=Store", "hc.tags=systemready", "hc.tags=store"})
public final class StoreCheck implements HealthCheck {
    private final StoreStatus store;

    @Activate
    public StoreCheck(@Reference StoreStatus store) {
        this.store = store;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        switch (store.state()) {
            case READY ->
                log.info("PostgreSQL {} answers", store.serverVersion().orElse(""));
            case STARTING, UNAVAILABLE -> log.temporarilyUnavailable("{}", store.reason());
            case REFUSED -> log.critical("{}", store.reason());
        }
        store.failedSchemas()
                .forEach((schema, reason) -> log.temporarilyUnavailable("Tables of {}: {}", schema, reason));
        return new Result(log);
    }
}
