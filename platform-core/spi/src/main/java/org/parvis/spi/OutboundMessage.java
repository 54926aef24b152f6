package org.parvis.spi;

import java.util.List;
import org.parvis.model.MediaRef;

/** What is answered. */
public record OutboundMessage(String text, List<MediaRef> media) {
    public OutboundMessage {
        media = List.copyOf(media);
    }
}
