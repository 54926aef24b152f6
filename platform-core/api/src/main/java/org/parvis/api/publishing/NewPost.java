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
     */
    public record Target(AccountId account, String format, String text, Map<String, String> options) {
        public Target {
            options = Map.copyOf(options);
        }
    }
}
