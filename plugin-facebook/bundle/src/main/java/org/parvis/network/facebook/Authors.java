package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import org.parvis.model.Author;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** Who wrote something, as far as Meta tells. */
final class Authors {

    private Authors() {}

    /**
     * @param of the id of what they wrote: whoever hides their name is somebody else every time, for nobody can tell
     */
    static Author read(JsonNode from, String of, AccountRef account) {
        String id = Json.id(from, "id");
        if (id == null || id.length() > RemoteId.MAX_LENGTH) {
            return new Author(new RemoteId("unnamed:" + of), "unnamed", "Facebook user", null);
        }
        boolean own = id.equals(account.remoteId().value());
        String name = Json.text(from, "name");
        String shown = name == null || name.isBlank() ? own ? account.handle() : id : name;
        JsonNode picture = Json.at(Json.at(from, "picture"), "data");
        return new Author(
                new RemoteId(id), own ? account.handle() : id, shown, Addresses.read(Json.text(picture, "url")));
    }
}
