package org.parvis.network.youtube;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parvis.toolkit.signature.Signatures;

/** The feed of a channel's films, which the hub knows in two spellings. */
record HubTopic(String channel) {
    private static final Pattern FORM =
            Pattern.compile("https://www\\.youtube\\.com/(?:xml/)?feeds/videos\\.xml\\?channel_id=([\\w-]{1,64})");

    static Optional<HubTopic> read(String address) {
        Matcher matcher = FORM.matcher(address);
        return matcher.matches() ? Optional.of(new HubTopic(matcher.group(1))) : Optional.empty();
    }

    String address() {
        return "https://www.youtube.com/xml/feeds/videos.xml?channel_id=" + channel;
    }

    /**
     * Shows that we ourselves asked for this topic: it stands in the callback's query, which a hub keeps. Without it anybody
     * could have the hub end our subscription.
     */
    String proof(String secret) {
        byte[] hash = Signatures.hmacSha256(secret, ("hub " + channel).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }
}
