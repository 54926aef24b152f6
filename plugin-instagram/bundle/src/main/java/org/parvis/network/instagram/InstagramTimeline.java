package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.model.InboxItem;
import org.parvis.model.RemotePost;
import org.parvis.spi.AccountRef;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource;
import org.parvis.toolkit.json.Json;

/** The account's own media and stories, whoever made them and with what, and its own comments below them. */
final class InstagramTimeline implements TimelineSource {

    private static final NestedWalk.Edge STORIES =
            new NestedWalk.Edge(Operations.STORIES, true, "stories", Map.of(), Fields.MEDIUM, null, false);

    @Override
    public TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
        NestedWalk.Step step = new NestedWalk(
                        call,
                        "timeline",
                        window,
                        List.of(InstagramInbox.media(Fields.MEDIUM), STORIES),
                        InstagramInbox.COMMENTS,
                        InstagramInbox.REACH)
                .next();
        AccountRef account = call.account();
        Instant now = call.clock().instant();
        List<RemotePost> posts = new ArrayList<>();
        List<InboxItem> answers = new ArrayList<>();
        List<InboxItem> context = new ArrayList<>();
        for (NestedWalk.Found found : step.found()) {
            if (found.whole()) {
                Medium.own(found.object(), now).ifPresent(posts::add);
            }
            sort(found, account, now, answers, context);
        }
        return new TimelinePage(posts, answers, context, step.nextCursor(), step.complete());
    }

    /** Own comments are answers; what they answer is context, where the page of the list holds it. */
    private static void sort(
            NestedWalk.Found found, AccountRef account, Instant now, List<InboxItem> answers, List<InboxItem> context) {
        Set<String> answered = new HashSet<>();
        List<InboxItem> others = new ArrayList<>();
        for (JsonNode comment : found.below()) {
            Comment.read(comment, Medium.id(found.object()), account, now).ifPresent(item -> {
                if (InstagramInbox.isOwn(account, item)) {
                    answers.add(item);
                    String parent = Json.id(comment, "parent_id");
                    if (parent != null) {
                        answered.add(parent);
                    }
                } else {
                    others.add(item);
                }
            });
        }
        others.stream().filter(item -> answered.contains(item.id().value())).forEach(context::add);
    }
}
