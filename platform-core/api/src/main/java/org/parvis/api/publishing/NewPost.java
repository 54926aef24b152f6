package org.parvis.api.publishing;

import java.util.List;
import java.util.Map;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;

/**
 * What an editor composes.
 *
 * @param targets one for each account it goes to
 */
public record NewPost(BrandId brand, String text, List<Target> targets) {
    public NewPost {
        targets = List.copyOf(targets);
    }

    /**
     * @param text what differs from the post's text; empty to follow it
     * @param options by name, as JSON text
     * @param media in the order in which they are shown
     * @param firstComment what the account writes under it; empty for nothing
     * @param thread the posts that continue it, each an answer to the one before
     */
    public record Target(
            AccountId account,
            String format,
            String text,
            Map<String, String> options,
            List<MediaUse> media,
            String firstComment,
            List<Part> thread) {
        public Target {
            options = Map.copyOf(options);
            media = List.copyOf(media);
            thread = List.copyOf(thread);
        }

        /** A text with options. */
        public Target(AccountId account, String format, String text, Map<String, String> options) {
            this(account, format, text, options, List.of(), "", List.of());
        }
    }

    /** A further post of a thread. */
    public record Part(String format, String text, Map<String, String> options, List<MediaUse> media) {
        public Part {
            options = Map.copyOf(options);
            media = List.copyOf(media);
        }
    }
}
