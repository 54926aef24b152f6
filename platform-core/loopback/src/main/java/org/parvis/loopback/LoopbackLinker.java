package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** One authorisation, one account. */
final class LoopbackLinker implements AccountLinker {
    @Override
    public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
        JsonNode answer = new LoopbackWire(call).read(Operations.READ, "/me", Map.of());
        String id = Json.id(answer, "id");
        if (id == null) {
            throw new NetworkException(ErrorKind.TRANSIENT, "Loopback did not say whose token this is");
        }
        String handle = Json.textOr(id, answer, "handle");
        return List.of(new LinkableAccount(
                new RemoteId(id), handle, Json.textOr(handle, answer, "name"), "default", null, null));
    }
}
