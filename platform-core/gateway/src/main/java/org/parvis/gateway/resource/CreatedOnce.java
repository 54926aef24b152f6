package org.parvis.gateway.resource;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.ProblemException;
import java.util.Optional;
import java.util.function.Supplier;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.RequestKeys;
import org.parvis.gateway.http.Json;
import org.parvis.gateway.http.Requests;

/**
 * Makes creating requests safe to repeat: the first answer to an idempotency key is kept and given again. For routes whose
 * service has no keys of its own.
 */
@Component(service = CreatedOnce.class)
public final class CreatedOnce {
    private final RequestKeys keys;

    @Activate
    public CreatedOnce(@Reference RequestKeys keys) {
        this.keys = keys;
    }

    Response create(
            ContainerRequestContext request,
            @Nullable String key,
            Object body,
            Supplier<Response> creation) {
        String idempotencyKey = Requests.idempotencyKey(key);
        Caller caller = Requests.caller(request);
        String route = request.getMethod() + " " + request.getUriInfo().getPath();
        byte[] asked = Json.bytes(body);
        Optional<RequestKeys.Answer> before =
                keys.begin(caller, route, idempotencyKey, asked);
        if (before.isPresent()) {
            return Response.status(before.get().status())
                    .type(MediaType.APPLICATION_JSON)
                    .entity(before.get().body())
                    .build();
        }
        try {
            Response made = creation.get();
            keys.finish(caller, route, idempotencyKey, new RequestKeys.Answer(
                    made.getStatus(), Json.text(made.getEntity())));
            return made;
        } catch (ProblemException refused) {
            keys.forget(caller, route, idempotencyKey);
            throw refused;
        }
    }
}
