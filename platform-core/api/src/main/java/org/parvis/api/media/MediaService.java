package org.parvis.api.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.workspace.Caller;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;

/**
 * Keeps the pictures, films and documents of brands. What a file is, is found from its content; what no network takes, and
 * what browsers would run, is refused. Blocking, thread-safe; content is streamed and never held in memory. Changing calls
 * write the audit trail and need {@code DRAFT} on the brand.
 */
@ProviderType
public interface MediaService {
    /** The longest alternative text that is kept. */
    int LONGEST_ALTERNATIVE_TEXT = 2_000;

    /**
     * Adds a file. The same key with the same content gives the same asset again; with another it fails.
     *
     * @param content read to its end, or to the size limit; the caller closes it
     * @throws IOException when the content cannot be read; nothing is kept then
     */
    MediaAsset add(Caller caller, NewMedia media, InputStream content, String idempotencyKey) throws IOException;

    /** Of a brand, the newest first. */
    Slice<MediaAsset> assets(Caller caller, BrandId brand, PageRequest page);

    MediaAsset asset(Caller caller, MediaId media);

    MediaAsset describe(Caller caller, MediaId media, String alternativeText, long version);

    /** Fails with {@code CONFLICT} while something that has not gone out yet needs the file. */
    void delete(Caller caller, MediaId media);

    MediaContent content(Caller caller, MediaId media);

    /**
     * What an expiring signed address leads to, for networks that fetch files themselves; empty for one that is malformed, not
     * signed by this platform, over, or whose file is gone. All of these look alike.
     *
     * @param token the last part of the address
     */
    Optional<MediaContent> shared(String token);

    /** @param name of the file; only what follows its last slash counts */
    record NewMedia(BrandId brand, String name, String alternativeText) {}
}
