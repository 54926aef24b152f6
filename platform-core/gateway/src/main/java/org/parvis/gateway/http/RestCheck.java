package org.parvis.gateway.http;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.AnyService;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jakartars.runtime.JakartarsServiceRuntime;
import org.osgi.service.jakartars.runtime.dto.ResourceDTO;

/**
 * Whether the REST API answers with every resource that is registered; a moment lies between the two. What it asks may come
 * and go, so that it is never away itself: then nothing would contradict readiness.
 */
@Component(property = {"hc.name=REST", "hc.tags=systemready"})
public final class RestCheck implements HealthCheck {
    /** What the framework numbers services by. */
    private static final String ID = "service.id";

    private final Set<Object> registered = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable JakartarsServiceRuntime> runtime = new AtomicReference<>();

    @Reference(
            service = AnyService.class,
            target = "(osgi.jakartars.resource=true)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindResource(Map<String, Object> properties) {
        registered.add(properties.get(ID));
    }

    void unbindResource(Map<String, Object> properties) {
        registered.remove(properties.get(ID));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindRuntime(JakartarsServiceRuntime present) {
        runtime.set(present);
    }

    void unbindRuntime(JakartarsServiceRuntime gone) {
        runtime.compareAndSet(gone, null);
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Set<Object> unserved = new HashSet<>(registered);
        int all = unserved.size();
        unserved.removeAll(served());
        if (all == 0 || !unserved.isEmpty()) {
            log.temporarilyUnavailable("{} of {} resources are not served yet", unserved.size(), all);
        } else {
            log.info("All {} resources are served", all);
        }
        return new Result(log);
    }

    private Set<Object> served() {
        Set<Object> ids = new HashSet<>();
        JakartarsServiceRuntime present = runtime.get();
        if (present != null) {
            for (ResourceDTO resource : present.getRuntimeDTO().defaultApplication.resourceDTOs) {
                ids.add(resource.serviceId);
            }
        }
        return ids;
    }
}
