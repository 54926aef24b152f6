package org.parvis.api.workspace;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Remembers what was answered to a creating request under its idempotency key, for services that have no keys of their own.
 * Keys belong to the caller and the route and are kept for a day. An answer that holds a secret is not kept whole: repeating
 * such a request fails with {@code CONFLICT}. Blocking, thread-safe.
 */
@ProviderType
public interface RequestKeys {
    /**
     * Begins a request, in a transaction of its own.
     *
     * @param asked the request's canonical bytes; only their hash is kept
     * @return the answer that was given before; empty when this is the first time
     * @throws org.parvis.api.ProblemException {@code KEY_REUSED} when the key was used for something else, {@code CONFLICT} when
     *     the first request is still running or was interrupted, so that nobody knows whether it took effect
     */
    Optional<Answer> begin(Caller caller, String route, String key, byte[] asked);

    /** Keeps the answer. */
    void finish(Caller caller, String route, String key, Answer answer);

    /** The request changed nothing: its key is free again. */
    void forget(Caller caller, String route, String key);

    /**
     * @param body JSON; null when the answer held a secret, which must not be kept
     * @param entityTag the version as the answer's header gave it; null for none
     */
    record Answer(
            int status, @Nullable String body, @Nullable String entityTag) {}
}
