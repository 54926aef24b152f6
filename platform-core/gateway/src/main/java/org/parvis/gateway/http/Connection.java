package org.parvis.gateway.http;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;

/** Notes where a request came from: the address of the connection, or what a trusted proxy says. */
@PreMatching
@Priority(0)
@Component(service = ContainerRequestFilter.class)
@JakartarsExtension
@JakartarsName("connection")
public final class Connection implements ContainerRequestFilter {
    private final TrustedProxies proxies;

    @Context
    private @Nullable HttpServletRequest connection;

    @Activate
    public Connection(@Reference TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (connection != null) {
            List<String> forwarded = request.getHeaders().get("X-Forwarded-For");
            Requests.setOrigin(
                    request, proxies.origin(connection.getRemoteAddr(), forwarded == null ? List.of() : forwarded));
        }
    }
}
