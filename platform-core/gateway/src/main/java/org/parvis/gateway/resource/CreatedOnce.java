package org.parvis.gateway.resource;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.RequestKeys;
import org.parvis.gateway.http.Json;
import org.parvis.gateway.http.Requests;

/**
 * Makes creating requests safe to repeat: the first answer to an idempotency key is kept and given again. For routes whose
 * service has no keys of its own. A request that failed in a way that leaves open whether it took effect keeps its key, so
 * that repeating it is refused.
 */
@Component(service = CreatedOnce.class)
public final class CreatedOnce {
    private final RequestKeys keys;

    @Activate
    public CreatedOnce(@Reference RequestKeys keys) {
        this.keys = keys;
    }

    Response create(ContainerRequestContext request, @Nullable String key, Object body, Supplier<Response> creation) {
        return create(request, key, body, creation, made -> Json.text(made.getEntity()));
    }

    /** As {@link #create}, for answers with a secret, which are given once: only that it was done is kept. */
    Response createSecret(
            ContainerRequestContext request, @Nullable String key, Object body, Supplier<Response> creation) {
        return create(request, key, body, creation, made -> null);
    }

    private Response create(
            ContainerRequestContext request,
            @Nullable String key,
            Object body,
            Supplier<Response> creation,
            Kept kept) {
        String idempotencyKey = Requests.idempotencyKey(key);
        Caller caller = Requests.caller(request);
        String route = request.getMethod() + " " + request.getUriInfo().getPath();
        Optional<RequestKeys.Answer> before = keys.begin(caller, route, idempotencyKey, Json.bytes(body));
        if (before.isPresent()) {
            return again(before.get());
        }
        Response made;
        try {
            made = creation.get();
        } catch (ProblemException refused) {
            keys.forget(caller, route, idempotencyKey);
            throw refused;
        }
        EntityTag tag = made.getEntityTag();
        keys.finish(
                caller,
                route,
                idempotencyKey,
                new RequestKeys.Answer(made.getStatus(), kept.of(made), tag == null ? null : tag.getValue()));
        return made;
    }

    private static Response again(RequestKeys.Answer answer) {
        Response.ResponseBuilder same = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(answer.body());
        String tag = answer.entityTag();
        return tag == null
                ? same.build()
                : same.header(HttpHeaders.ETAG, '"' + tag + '"').build();
    }

    /** What of an answer may be kept; null for nothing. */
    private interface Kept {
        @Nullable
        String of(Response made);
    }
}
