package org.parvis.gateway.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.model.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the audit trail that somebody known was refused something. */
@Component(service = ContainerResponseFilter.class)
@JakartarsExtension
@JakartarsName("refusals")
public final class Refusals implements ContainerResponseFilter {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int FORBIDDEN = 403;

    private final AuditTrail audit;

    @Activate
    public Refusals(@Reference AuditTrail audit) {
        this.audit = audit;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == FORBIDDEN
                && request.getProperty(Authentication.CALLER) instanceof Caller caller
                && response.getEntity() instanceof ProblemJson problem) {
            String action =
                    request.getMethod() + " /api/" + request.getUriInfo().getPath();
            try {
                audit.recordRefusal(caller, action, problem.detail());
            } catch (UnavailableException away) {
                // The refusal stands whether or not it can be written down.
                LOG.warn(
                        "A refusal could not be written into the audit trail: {} by {}",
                        action,
                        caller.name(),
                        away.getMessage());
            }
        }
    }
}
