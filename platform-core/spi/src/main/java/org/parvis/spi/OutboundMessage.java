package org.parvis.spi;

import java.util.List;
import org.parvis.model.MediaRef;

/**
 * What is answered. An immutable value.
 *
 * @param text as the person wrote it; not blank where there are no files
 * @param media files of the account's workspace that go with it, opened by {@link NetworkCall#media()}
 * @param byPerson whether a person wrote it: some networks let people answer longer than automation
 */
public record OutboundMessage(String text, List<MediaRef> media, boolean byPerson) {
    public OutboundMessage {
        media = List.copyOf(media);
    }

    /** A person's text. */
    public static OutboundMessage ofText(String text) {
        return new OutboundMessage(text, List.of(), true);
    }
}
