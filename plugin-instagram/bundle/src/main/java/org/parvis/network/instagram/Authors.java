package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.json.Json;

/** Who wrote something, as far as Meta tells. */
final class Authors {

    private Authors() {}

    /**
     * @param written what they wrote, with {@code from}, or with {@code username} alone
     * @param of its id: whoever is not named is somebody else every time, for nobody can tell
     */
    static Author read(JsonNode written, String of, AccountRef account) {
        JsonNode from = Json.at(written, "from");
        String name = name(from, written);
        String id = Json.id(from, "id");
        if (isOwn(id, name, account)) {
            return new Author(account.remoteId(), account.handle(), account.handle(), null);
        }
        if (id == null || id.length() > RemoteId.MAX_LENGTH) {
            return name == null
                    ? new Author(new RemoteId("unnamed:" + of), "unnamed", "Instagram user", null)
                    : new Author(new RemoteId("@" + name), name, name, null);
        }
        String shown = name == null ? id : name;
        return new Author(new RemoteId(id), shown, shown, null);
    }

    private static @Nullable String name(JsonNode from, JsonNode written) {
        String name = Json.text(from, "username");
        String given = name == null || name.isBlank() ? Json.text(written, "username") : name;
        return given == null || given.isBlank() || given.length() > RemoteId.MAX_LENGTH - 1 ? null : given;
    }

    /** Names are unique on Instagram; an account's own comments do not always carry its id. */
    private static boolean isOwn(@Nullable String id, @Nullable String name, AccountRef account) {
        return account.remoteId().value().equals(id) || name != null && name.equalsIgnoreCase(account.handle());
    }
}
