package org.parvis.publishing;

import java.util.List;
import java.util.Map;
import org.parvis.api.ProblemException;
import org.parvis.api.publishing.MediaUse;
import org.parvis.api.publishing.NewPost;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;

/**
 * Refuses what no network could take and nobody should store, before anything else is done with a post: too long, too many,
 * not storable, or meant for an account of another brand. Thread-safe.
 */
final class RequestCheck {
    private static final int MOST_TARGETS = 100;
    private static final int LONGEST_TEXT = 200_000;
    private static final int LONGEST_THREAD = 50;
    private static final int MOST_FILES = 50;
    private static final int MOST_OPTIONS = 100;

    private final Accounts accounts;

    RequestCheck(Accounts accounts) {
        this.accounts = accounts;
    }

    void check(Caller caller, NewPost post) {
        caller.require(Right.DRAFT, post.brand());
        text("text", post.text());
        if (post.targets().isEmpty() || post.targets().size() > MOST_TARGETS) {
            throw ProblemException.invalid(
                    "targets",
                    "targets.count",
                    "A post goes to 1 to " + MOST_TARGETS + " accounts; it names "
                            + post.targets().size() + ".");
        }
        for (int i = 0; i < post.targets().size(); i++) {
            NewPost.Target target = post.targets().get(i);
            target(target, "targets[" + i + "].");
            LinkedAccount account = accounts.require(caller, target.account(), Right.DRAFT);
            if (!account.brand().equals(post.brand())) {
                throw ProblemException.invalid(
                        "targets[" + i + "].account", "account.otherBrand", "This account belongs to another brand.");
            }
        }
    }

    private static void target(NewPost.Target target, String path) {
        text(path + "firstComment", target.firstComment());
        content(path, target.text(), target.options(), target.media());
        if (target.thread().size() > LONGEST_THREAD) {
            throw ProblemException.invalid(
                    path + "thread", "thread.tooLong", "A thread has " + LONGEST_THREAD + " further posts at most.");
        }
        for (int part = 0; part < target.thread().size(); part++) {
            NewPost.Part next = target.thread().get(part);
            content(path + "thread[" + part + "].", next.text(), next.options(), next.media());
        }
    }

    private static void content(String path, String text, Map<String, String> options, List<MediaUse> media) {
        text(path + "text", text);
        options(path + "options", options);
        media(path + "media", media);
    }

    static void text(String field, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw ProblemException.invalid(
                    field, "text.tooLong", "No network takes more than " + LONGEST_TEXT + " characters.");
        }
        StorableText.require(field, text);
    }

    static void options(String field, Map<String, String> options) {
        if (options.size() > MOST_OPTIONS) {
            throw ProblemException.invalid(field, "options.count", "There are " + MOST_OPTIONS + " options at most.");
        }
        options.forEach((name, value) -> {
            text(field, name);
            text(field + "." + name, value);
        });
    }

    private static void media(String field, List<MediaUse> uses) {
        if (uses.size() > MOST_FILES) {
            throw ProblemException.invalid(field, "media.count", "A post has " + MOST_FILES + " files at most.");
        }
        for (int i = 0; i < uses.size(); i++) {
            text(field + "[" + i + "].alternativeText", uses.get(i).alternativeText());
        }
    }
}
