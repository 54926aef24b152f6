package org.parvis.api.network;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/**
 * A call to a network that is over.
 *
 * @param intent its idempotency key: the same for every attempt of the same intent
 * @param failure null where it succeeded
 * @param exchanges what went over the wire, oldest first; of very many the first and the last
 */
public record EndedCall(
        WorkspaceId workspace,
        NetworkId network,
        AccountId account,
        Purpose purpose,
        String intent,
        @Nullable ErrorKind failure,
        Duration took,
        List<Exchange> exchanges) {
    public EndedCall {
        exchanges = List.copyOf(exchanges);
    }
}
