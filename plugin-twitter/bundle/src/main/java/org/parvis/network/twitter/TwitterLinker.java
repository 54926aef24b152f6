package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** An authorisation on X is one user's, so that there is exactly one account to link. */
final class TwitterLinker implements AccountLinker {
    @Override
    public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
        JsonNode answer = new TwitterWire(call)
                .read(Operations.USERS_ME, "/2/users/me", Map.of("user.fields", "id,name,profile_image_url,username"));
        JsonNode user = Json.at(answer, "data");
        String id = Json.id(user, "id");
        if (id == null) {
            throw TwitterErrors.partial(Operations.USERS_ME, answer);
        }
        String handle = Json.textOr(id, user, "username");
        return List.of(new LinkableAccount(
                new RemoteId(id),
                handle,
                Json.textOr(handle, user, "name"),
                "default",
                Addresses.read(Json.text(user, "profile_image_url")),
                null));
    }
}
