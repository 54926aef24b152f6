package ${package};

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

/** Whose token it is. The platform does the rest of OAuth, from what the descriptor says under {@code oauth}. */
final class ${networkClass}Linker implements AccountLinker {
    @Override
    public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
        JsonNode answer = new ${networkClass}Wire(call).read(Operations.READ, "/api/me", Map.of());
        String id = Json.id(answer, "id");
        if (id == null) {
            throw new NetworkException(ErrorKind.TRANSIENT, "${networkName} did not say whose token this is");
        }
        String handle = Json.textOr(id, answer, "handle");
        String name = Json.textOr(handle, answer, "name");
        return List.of(new LinkableAccount(new RemoteId(id), handle, name, "default", null, null));
    }
}
