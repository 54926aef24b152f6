package org.parvis.gateway.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.WorkspaceService;

/**
 * Finds out who asks, from the session's cookie or a token, and nothing else: no header, parameter or body says which
 * workspace it is. Changing requests of a session must carry its CSRF token. Routes marked {@link Anonymous} need nobody.
 */
@Priority(Priorities.AUTHENTICATION)
@Component(service = ContainerRequestFilter.class)
@JakartarsExtension
@JakartarsName("authentication")
public final class Authentication implements ContainerRequestFilter {
    /** The cookie that holds the session's reference. */
    public static final String COOKIE = "__Host-parvis";

    /** The header that carries the CSRF token. */
    public static final String CSRF = "X-Parvis-CSRF";

    static final String CALLER = Caller.class.getName();
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final WorkspaceService workspaces;
    private final OwnHosts hosts;

    @Context
    private @Nullable ResourceInfo route;

    @Activate
    public Authentication(@Reference WorkspaceService workspaces, @Reference OwnHosts hosts) {
        this.workspaces = workspaces;
        this.hosts = hosts;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        boolean changing = !READING.contains(request.getMethod());
        if (isAnonymous()) {
            requireOwnPage(request, changing);
            return;
        }
        Optional<Caller> caller = find(request, changing);
        if (caller.isPresent()) {
            request.setProperty(CALLER, caller.get());
            requireOwnPage(request, changing);
        } else {
            request.abortWith(Problems.of(
                    Problem.UNAUTHENTICATED,
                    "Log in with POST /api/v1/session, or send 'Authorization: Bearer <token>'.",
                    request.getAcceptableLanguages()));
        }
    }

    /** Browsers say which page makes them ask; programs do not, and cannot be made to by a page. */
    private void requireOwnPage(ContainerRequestContext request, boolean changing) {
        String page = request.getHeaderString("Origin");
        if (changing && page != null && !hosts.isOwnOrigin(page, request.getHeaderString(HttpHeaders.HOST))) {
            throw new ProblemException(Problem.FORBIDDEN, "A page of another site may change nothing here.");
        }
    }

    private boolean isAnonymous() {
        return route != null
                && route.getResourceMethod() != null
                && (route.getResourceMethod().isAnnotationPresent(Anonymous.class)
                        || route.getResourceClass().isAnnotationPresent(Anonymous.class));
    }

    private Optional<Caller> find(ContainerRequestContext request, boolean changing) {
        String origin = Requests.origin(request);
        Optional<String> token = Requests.bearer(request);
        if (token.isPresent()) {
            return workspaces.callerOfToken(token.get(), origin);
        }
        Cookie cookie = request.getCookies().get(COOKIE);
        if (cookie == null || request.getHeaderString(HttpHeaders.AUTHORIZATION) != null) {
            return Optional.empty();
        }
        try {
            return workspaces.callerOfSession(cookie.getValue(), changing, request.getHeaderString(CSRF), origin);
        } catch (ProblemException refused) {
            // For the audit trail alone: the refusal goes on.
            workspaces
                    .callerOfSession(cookie.getValue(), false, null, origin)
                    .ifPresent(known -> request.setProperty(CALLER, known));
            throw refused;
        }
    }
}
