package social.example.bluesky;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;

/** Where a record lies: {@code at://did/collection/key}. Posts are known to the platform by it. */
record RecordAddress(String repository, String collection, String key) {
    static final String POST = "app.bsky.feed.post";
    static final String LIKE = "app.bsky.feed.like";
    static final String THREAD_GATE = "app.bsky.feed.threadgate";

    private static final Pattern FORM =
            Pattern.compile("at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/([A-Za-z0-9.-]+)/([A-Za-z0-9._:~-]+)");

    static Optional<RecordAddress> read(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new RecordAddress(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** The address of a post that the platform knows; anything else is nowhere on this network. */
    static RecordAddress of(RemoteId id) throws NetworkException {
        return read(id.value())
                .filter(address -> address.collection.equals(POST))
                .orElseThrow(() -> new NetworkException(ErrorKind.NOT_FOUND, "Bluesky has no such post"));
    }

    RemoteId id() {
        return new RemoteId("at://" + repository + "/" + collection + "/" + key);
    }

    boolean belongsTo(RemoteId account) {
        return repository.equals(account.value());
    }

    /** Where people look at the post. */
    URI page() {
        return URI.create("https://bsky.app/profile/" + repository + "/post/" + key);
    }
}
