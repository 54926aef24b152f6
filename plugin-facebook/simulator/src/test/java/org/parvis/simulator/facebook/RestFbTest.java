package org.parvis.simulator.facebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.restfb.AccessToken;
import com.restfb.BinaryAttachment;
import com.restfb.Connection;
import com.restfb.DefaultFacebookClient;
import com.restfb.DefaultJsonMapper;
import com.restfb.Parameter;
import com.restfb.batch.BatchRequest;
import com.restfb.exception.FacebookGraphException;
import com.restfb.exception.FacebookOAuthException;
import com.restfb.json.JsonObject;
import com.restfb.types.Account;
import com.restfb.types.Comment;
import com.restfb.types.Conversation;
import com.restfb.types.GraphResponse;
import com.restfb.types.Insight;
import com.restfb.types.Page;
import com.restfb.types.Post;
import com.restfb.types.send.IdMessageRecipient;
import com.restfb.types.send.Message;
import com.restfb.types.send.SendResponse;
import com.restfb.types.webhook.FeedCommentValue;
import com.restfb.types.webhook.WebhookObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator driven by a client that others wrote for the real network. */
class RestFbTest {

    @TempDir
    Path home;

    private SmallWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new SmallWorld(home);
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @Test
    void aPersonSignsInAndGetsTheTokensOfTheirPages() throws Exception {
        AccessToken user = world.client("")
                .obtainUserAccessToken("parvis-demo", SmallWorld.SECRET, SmallWorld.REDIRECT, world.code("*"));
        assertThat(user.getExpires()).isNotNull();
        String lasting = world.client("")
                .obtainExtendedAccessToken("parvis-demo", SmallWorld.SECRET, user.getAccessToken())
                .getAccessToken();
        DefaultFacebookClient client = world.client(lasting);

        Connection<Account> accounts = client.fetchConnection(
                "me/accounts", Account.class, Parameter.with("fields", "id,name,access_token,tasks"));
        assertThat(accounts.getData()).extracting(Account::getName).containsExactly("Acme Ltd", "Other Ltd");
        var token = world.client("parvis-demo|" + SmallWorld.SECRET)
                .debugToken(accounts.getData().get(0).getAccessToken());
        assertThat(token.isValid()).isTrue();
        assertThat(token.getType()).isEqualTo("PAGE");
        assertThat(token.getProfileId()).isEqualTo(SmallWorld.PAGE);
    }

    @Test
    void aPageReadsItsPostsAndTheirComments() {
        DefaultFacebookClient page = world.client(world.pageToken());
        assertThat(page.fetchObject("me", Page.class, Parameter.with("fields", "id,name,followers_count"))
                        .getFollowersCount())
                .isEqualTo(1200);

        Post post = page.fetchConnection(
                        SmallWorld.PAGE + "/published_posts",
                        Post.class,
                        Parameter.with(
                                "fields",
                                "id,message,created_time,comments.filter(stream).summary(true){id,message,from,parent{id}},"
                                        + "reactions.summary(true).limit(0)"))
                .getData()
                .get(0);
        assertThat(post.getMessage()).isEqualTo("We are open");
        assertThat(post.getCreatedTime()).isEqualTo(Date.from(Instant.parse("2026-11-20T09:00:00Z")));
        assertThat(post.getReactions().getTotalCount()).isEqualTo(3);
        assertThat(post.getComments().getTotalCount()).isEqualTo(2);
        assertThat(post.getComments().getData()).extracting(Comment::getMessage).containsExactly("is it back?", "yes!");
        assertThat(post.getComments().getData().get(1).getParent().getId()).isEqualTo("1000_1001");
        assertThat(post.getComments().getData().get(0).getFrom().getName()).isEqualTo("Jo Doe");
    }

    @Test
    void allPagesOfAListAreFollowed() throws Exception {
        Set<String> written = new HashSet<>(Set.of("1000_1001"));
        for (int i = 0; i < 12; i++) {
            written.add(world.control("strangers/post", "{'author':'jo','text':'c','inReplyTo':'9000000001_1000'}")
                    .path("id")
                    .asText());
        }
        List<String> read = new ArrayList<>();
        DefaultFacebookClient page = world.client(world.pageToken());
        // By cursors: the library's own iterator insists on https.
        Connection<Comment> comments = comments(page, "");
        while (comments.hasNext()) {
            read.addAll(ids(comments));
            comments = comments(page, comments.getAfterCursor());
        }
        read.addAll(ids(comments));
        assertThat(read).doesNotHaveDuplicates();
        assertThat(new HashSet<>(read)).isEqualTo(written);
    }

    private static Connection<Comment> comments(DefaultFacebookClient page, String after) {
        List<Parameter> parameters = new ArrayList<>(List.of(Parameter.with("limit", 5)));
        if (!after.isEmpty()) {
            parameters.add(Parameter.with("after", after));
        }
        Connection<Comment> comments =
                page.fetchConnection("9000000001_1000/comments", Comment.class, parameters.toArray(new Parameter[0]));
        assertThat(comments.getData().size()).isLessThanOrEqualTo(5);
        return comments;
    }

    private static List<String> ids(Connection<Comment> comments) {
        return comments.getData().stream().map(Comment::getId).toList();
    }

    @Test
    void aPageWritesHidesAndDeletes() {
        DefaultFacebookClient page = world.client(world.pageToken());
        String post = page.publish(
                        SmallWorld.PAGE + "/feed", GraphResponse.class, Parameter.with("message", "from a library"))
                .getId();
        assertThat(post).startsWith(SmallWorld.PAGE + "_");
        String comment = page.publish("1000_1001/comments", GraphResponse.class, Parameter.with("message", "an answer"))
                .getId();
        assertThat(page.fetchObject(comment, Comment.class, Parameter.with("fields", "message,parent{id}"))
                        .getParent()
                        .getId())
                .isEqualTo("1000_1001");
        page.publish("1000_1001", GraphResponse.class, Parameter.with("is_hidden", true));
        assertThat(page.fetchObject("1000_1001", Comment.class, Parameter.with("fields", "is_hidden"))
                        .getIsHidden())
                .isTrue();
        GraphResponse photo = page.publish(
                SmallWorld.PAGE + "/photos",
                GraphResponse.class,
                BinaryAttachment.with("a.png", new byte[] {1, 2, 3}),
                Parameter.with("caption", "a picture"));
        assertThat(photo.getPostId()).startsWith(SmallWorld.PAGE + "_");
        assertThat(page.deleteObject(post)).isTrue();
        FacebookGraphException gone = catchThrowableOfType(FacebookGraphException.class, () -> page.deleteObject(post));
        assertThat(gone.getErrorSubcode()).isEqualTo(33);
    }

    @Test
    void messengerIsReadAndAnsweredWithinItsWindow() throws Exception {
        DefaultFacebookClient page = world.client(world.pageToken());
        Conversation thread = page.fetchConnection(
                        SmallWorld.PAGE + "/conversations",
                        Conversation.class,
                        Parameter.with("platform", "messenger"),
                        Parameter.with("fields", "id,updated_time,participants,messages.limit(5){id,message,from}"))
                .getData()
                .get(0);
        assertThat(thread.getMessages())
                .extracting(com.restfb.types.Message::getMessage)
                .containsExactly("psst");
        assertThat(thread.getUpdatedTime()).isEqualTo(Date.from(Instant.parse("2026-11-20T09:30:00Z")));

        SendResponse sent = send(page, "yes?");
        assertThat(sent.getRecipientId()).isEqualTo("77");
        assertThat(sent.getMessageId()).startsWith("m_");
        world.simulation.clock().step(Duration.ofDays(2));
        FacebookOAuthException late = catchThrowableOfType(FacebookOAuthException.class, () -> send(page, "late"));
        assertThat(late.getErrorCode()).isEqualTo(10);
        assertThat(late.getErrorSubcode()).isEqualTo(2018278);
    }

    private static SendResponse send(DefaultFacebookClient page, String text) {
        return page.publish(
                "me/messages",
                SendResponse.class,
                Parameter.with("recipient", new IdMessageRecipient("77")),
                Parameter.with("messaging_type", "RESPONSE"),
                Parameter.with("message", new Message(text)));
    }

    @Test
    void aRetiredMetricFailsTheWholeCall() throws Exception {
        DefaultFacebookClient page = world.client(world.pageToken());
        List<Insight> insights = page.fetchConnection(
                        SmallWorld.PAGE + "/insights",
                        Insight.class,
                        Parameter.with("metric", "page_media_view,page_post_engagements"),
                        Parameter.with("period", "day"))
                .getData();
        assertThat(insights).extracting(Insight::getName).containsExactly("page_media_view", "page_post_engagements");
        assertThat(insights.get(0).getValues()).isNotEmpty();
        world.control("metrics/retire", "{'metric':'page_media_view'}");
        for (String metric : List.of("page_media_view,page_post_engagements", "page_impressions", "page_fans")) {
            FacebookOAuthException dead = catchThrowableOfType(
                    FacebookOAuthException.class,
                    () -> page.fetchConnection(
                            SmallWorld.PAGE + "/insights", Insight.class, Parameter.with("metric", metric)));
            assertThat(dead.getErrorCode()).isEqualTo(100);
        }
    }

    @Test
    void aBatchAnswersEachPartByItself() {
        DefaultFacebookClient page = world.client(world.pageToken());
        var answers = page.executeBatch(
                new BatchRequest.BatchRequestBuilder("1000_1001").build(),
                new BatchRequest.BatchRequestBuilder("1000_9999").build());

        assertThat(answers).extracting(answer -> answer.getCode()).containsExactly(200, 400);
        assertThat(new DefaultJsonMapper()
                        .toJavaObject(answers.get(0).getBody(), Comment.class)
                        .getMessage())
                .isEqualTo("is it back?");
    }

    @Test
    void aTokenThatWasTakenBackIsRefused() throws Exception {
        DefaultFacebookClient page = world.client(world.pageToken());
        world.control("password-changed", "{'account':'Acme'}");
        FacebookOAuthException refused =
                catchThrowableOfType(FacebookOAuthException.class, () -> page.fetchObject("me", Page.class));

        assertThat(refused.getErrorCode()).isEqualTo(190);
        assertThat(refused.getErrorSubcode()).isEqualTo(460);
    }

    @Test
    void webhooksAreSignedAndUnderstood() throws Exception {
        try (HookReceiver hook = new HookReceiver(SmallWorld.SECRET)) {
            DefaultFacebookClient app = world.client("parvis-demo|" + SmallWorld.SECRET);
            FacebookOAuthException wrong = catchThrowableOfType(
                    FacebookOAuthException.class, () -> register(app, hook, "a wrong verify token"));
            assertThat(wrong.getErrorCode()).isEqualTo(2200);
            register(app, hook, HookReceiver.VERIFY_TOKEN);
            DefaultFacebookClient page = world.client(world.pageToken());
            page.publish(
                    SmallWorld.PAGE + "/subscribed_apps",
                    JsonObject.class,
                    Parameter.with("subscribed_fields", "feed,messages"));
            world.control(
                    "strangers/post", "{'author':'jo','text':'Été / \uD83D\uDE00','inReplyTo':'9000000001_1000'}");
            String body = hook.bodies.poll(10, TimeUnit.SECONDS);
            assertThat(body).contains("\\u00c9t\\u00e9 \\/ \\ud83d\\ude00");
            FeedCommentValue value = (FeedCommentValue) new DefaultJsonMapper()
                    .toJavaObject(body, WebhookObject.class)
                    .getEntryList()
                    .get(0)
                    .getChanges()
                    .get(0)
                    .getValue();
            assertThat(value.getMessage()).isEqualTo("Été / \uD83D\uDE00");
            assertThat(value.getFrom().getName()).isEqualTo("Jo Doe");
            // What the archive brings with time is told as well, in its order.
            world.simulation.clock().set(Instant.parse("2026-11-20T12:30:00Z"));
            world.simulation.clockChanged();
            assertThat(hook.bodies.poll(10, TimeUnit.SECONDS)).contains("later").contains("1000_1003");
            assertThat(hook.badSignatures).isEmpty();
        }
    }

    private static void register(DefaultFacebookClient app, HookReceiver hook, String verifyToken) {
        app.publish(
                "parvis-demo/subscriptions",
                JsonObject.class,
                Parameter.with("object", "page"),
                Parameter.with("callback_url", hook.url()),
                Parameter.with("fields", "feed,messages"),
                Parameter.with("verify_token", verifyToken));
    }
}
