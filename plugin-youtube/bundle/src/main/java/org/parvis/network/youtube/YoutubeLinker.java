package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** One consent is one channel, chosen on Google's page; a Google account without a channel has none. */
final class YoutubeLinker implements AccountLinker {
    @Override
    public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("part", "id,snippet");
        query.put("mine", "true");
        query.put("maxResults", "50");
        JsonNode answer = new YoutubeWire(call).read(Operations.CHANNELS_LIST, "/channels", query);
        List<LinkableAccount> accounts = new ArrayList<>();
        for (JsonNode channel : Json.list(answer, "items")) {
            String id = Json.id(channel, "id");
            if (id != null) {
                JsonNode snippet = Json.at(channel, "snippet");
                String title = Json.textOr(id, snippet, "title");
                String name = Json.textOr(id, snippet, "customUrl");
                String handle = name.startsWith("@") ? name.substring(1) : name;
                accounts.add(new LinkableAccount(new RemoteId(id), handle, title, "default", picture(snippet), null));
            }
        }
        return accounts;
    }

    /** The best of the pictures that are offered. */
    static @Nullable URI picture(JsonNode snippet) {
        JsonNode all = Json.at(snippet, "thumbnails");
        return Addresses.read(Json.text(Json.at(all, "maxres", "high", "medium", "default"), "url"));
    }
}
