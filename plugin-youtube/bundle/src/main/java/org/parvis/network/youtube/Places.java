package org.parvis.network.youtube;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.parvis.spi.NetworkCall;
import org.parvis.toolkit.http.Addresses;

/**
 * Where YouTube's services live. The operator's base address moves all of them, for a simulator or a proxy has one address;
 * {@code x.analytics.address} and {@code x.hub.address} move one.
 */
final class Places {
    /** Names under which Google offers the same Data API. */
    private static final Set<String> DATA_HOSTS = Set.of("youtube.googleapis.com", "www.googleapis.com");

    private final NetworkCall call;

    Places(NetworkCall call) {
        this.call = call;
    }

    URI data(String path, Map<String, String> query) {
        return Addresses.below(base(), "/youtube/v3" + path, query);
    }

    URI upload(String path, Map<String, String> query) {
        return Addresses.below(base(), "/upload/youtube/v3" + path, query);
    }

    URI analytics(String path, Map<String, String> query) {
        return Addresses.below(elsewhere("analytics.address", "https://youtubeanalytics.googleapis.com"), path, query);
    }

    URI hub(String path, Map<String, String> query) {
        return Addresses.below(elsewhere("hub.address", "https://pubsubhubbub.appspot.com"), path, query);
    }

    /** The address of an upload session, which YouTube chooses. */
    URI session(URI given) {
        return Addresses.rebase(given, DATA_HOSTS, base());
    }

    private URI base() {
        return call.descriptor().baseAddress();
    }

    private URI elsewhere(String setting, String google) {
        String address = call.settings().get(setting);
        if (address != null && !address.isBlank()) {
            return URI.create(address.trim());
        }
        return DATA_HOSTS.contains(String.valueOf(base().getHost())) ? URI.create(google) : base();
    }
}
