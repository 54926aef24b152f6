package org.parvis.health;

import java.util.HashSet;
import java.util.Set;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.runtime.JakartarsServiceRuntime;
import org.osgi.service.jakartars.runtime.dto.ResourceDTO;
import org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants;

/**
 * Whether the REST API answers with every resource that is registered; a moment lies between the two. As
 * {@link ServicesCheck} it asks the registry, so that it is never away itself.
 */
@Component(property = {"hc.name=REST", "hc.tags=systemready"})
public final class RestCheck implements HealthCheck {
    private static final String RESOURCES = "(" + JakartarsWhiteboardConstants.JAKARTA_RS_RESOURCE + "=true)";

    private final BundleContext context;

    @Activate
    public RestCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Set<Long> registered = registered();
        int all = registered.size();
        registered.removeAll(served());
        if (all == 0 || !registered.isEmpty()) {
            log.temporarilyUnavailable("{} of {} resources are not served yet", registered.size(), all);
        } else {
            log.info("All {} resources are served", all);
        }
        return new Result(log);
    }

    private Set<Long> registered() {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, RESOURCES);
            Set<Long> ids = new HashSet<>();
            for (ServiceReference<?> each : found == null ? new ServiceReference<?>[0] : found) {
                ids.add((Long) each.getProperty(Constants.SERVICE_ID));
            }
            return ids;
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Set<Long> served() {
        Set<Long> ids = new HashSet<>();
        ServiceReference<JakartarsServiceRuntime> reference =
                context.getServiceReference(JakartarsServiceRuntime.class);
        JakartarsServiceRuntime runtime = reference == null ? null : context.getService(reference);
        if (runtime == null) {
            return ids;
        }
        try {
            for (ResourceDTO resource : runtime.getRuntimeDTO().defaultApplication.resourceDTOs) {
                ids.add(resource.serviceId);
            }
            return ids;
        } finally {
            context.ungetService(reference);
        }
    }
}
