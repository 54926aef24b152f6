package org.parvis.gateway.http;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;

/**
 * Notes where a request came from: the address of the connection. Forwarding headers are not believed; a proxy in front
 * must be counted as the origin until an operator says otherwise.
 */
@PreMatching
@Priority(0)
@Component(service = ContainerRequestFilter.class)
@JakartarsExtension
@JakartarsName("connection")
public final class Connection implements ContainerRequestFilter {
    @Context
    private @Nullable HttpServletRequest connection;

    @Override
    public void filter(ContainerRequestContext request) {
        if (connection != null) {
            Requests.setOrigin(request, connection.getRemoteAddr());
        }
    }
}
