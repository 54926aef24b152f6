package org.parvis.simulator.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.InputStreamContent;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.youtube.YouTube;
import com.google.api.services.youtube.model.Comment;
import com.google.api.services.youtube.model.CommentSnippet;
import com.google.api.services.youtube.model.CommentThread;
import com.google.api.services.youtube.model.CommentThreadSnippet;
import com.google.api.services.youtube.model.Video;
import com.google.api.services.youtube.model.VideoSnippet;
import com.google.api.services.youtube.model.VideoStatus;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own client, which knows nothing of us, gets along with the simulator. */
class GoogleClientTest {
    @TempDir
    Path home;

    private SmallWorld world;
    private YouTube youtube;

    @BeforeEach
    void start() throws Exception {
        world = SmallWorld.start(home);
        String token = world.token("youtube.force-ssl", "youtube.upload", "youtube.readonly");
        youtube = new YouTube.Builder(
                        new NetHttpTransport(),
                        GsonFactory.getDefaultInstance(),
                        request -> request.getHeaders().setAuthorization("Bearer " + token))
                .setRootUrl(world.base() + "/")
                .setApplicationName("independent")
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @Test
    void channelsUploadsAndFilmsAreListed() throws Exception {
        var channel = youtube.channels()
                .list(List.of("id", "snippet", "statistics", "contentDetails"))
                .setMine(true)
                .execute()
                .getItems()
                .get(0);
        assertThat(channel.getId()).isEqualTo(SmallWorld.ACME);
        assertThat(channel.getSnippet().getCustomUrl()).isEqualTo("@Acme");
        assertThat(channel.getStatistics().getSubscriberCount()).isEqualTo(1200);
        var uploads = youtube.playlistItems()
                .list(List.of("snippet", "contentDetails", "status"))
                .setPlaylistId(channel.getContentDetails().getRelatedPlaylists().getUploads())
                .execute();
        assertThat(uploads.getItems()).singleElement().satisfies(item -> {
            assertThat(item.getContentDetails().getVideoId()).isEqualTo("film0000001");
            assertThat(item.getSnippet().getTitle()).isEqualTo("We are open");
        });
        var film = youtube.videos()
                .list(List.of("snippet", "status", "statistics"))
                .setId(List.of("film0000001"))
                .execute()
                .getItems()
                .get(0);
        assertThat(film.getStatistics().getLikeCount()).isEqualTo(100);
        assertThat(film.getStatus().getUploadStatus()).isEqualTo("processed");
    }

    @Test
    void commentsAreReadWrittenModeratedAndDeleted() throws Exception {
        CommentThread thread = threads("published").get(0);
        assertThat(thread.getSnippet().getTopLevelComment().getSnippet().getTextOriginal())
                .isEqualTo("is it back?");
        Comment reply = youtube.comments()
                .insert(
                        List.of("snippet"),
                        new Comment()
                                .setSnippet(new CommentSnippet()
                                        .setParentId(thread.getId())
                                        .setTextOriginal("yes")))
                .execute();
        assertThat(reply.getId()).startsWith(thread.getId() + ".");
        assertThat(threads("published").get(0).getReplies().getComments()).hasSize(1);
        CommentThread own = youtube.commentThreads()
                .insert(
                        List.of("snippet"),
                        new CommentThread()
                                .setSnippet(new CommentThreadSnippet()
                                        .setChannelId(SmallWorld.ACME)
                                        .setVideoId("film0000001")
                                        .setTopLevelComment(new Comment()
                                                .setSnippet(new CommentSnippet().setTextOriginal("first")))))
                .execute();
        assertThat(threads("published")).hasSize(2);
        youtube.comments()
                .setModerationStatus(List.of(thread.getId()), "heldForReview")
                .execute();
        assertThat(threads("heldForReview")).extracting(CommentThread::getId).containsExactly(thread.getId());
        youtube.comments().delete(own.getId()).execute();
        assertThat(threads("published")).isEmpty();
        GoogleJsonResponseException gone = catchThrowableOfType(
                GoogleJsonResponseException.class,
                () -> youtube.comments().delete(own.getId()).execute());
        assertThat(gone.getDetails().getErrors().get(0).getReason()).isEqualTo("commentNotFound");
    }

    private List<CommentThread> threads(String status) throws Exception {
        return youtube.commentThreads()
                .list(List.of("id", "snippet", "replies"))
                .setAllThreadsRelatedToChannelId(SmallWorld.ACME)
                .setModerationStatus(status)
                .setOrder("time")
                .setTextFormat("plainText")
                .execute()
                .getItems();
    }

    @Test
    void aFilmGoesUpInPieces() throws Exception {
        byte[] bytes = new byte[900_000];
        new Random(1).nextBytes(bytes);
        Video film = new Video()
                .setSnippet(new VideoSnippet()
                        .setTitle("From elsewhere")
                        .setDescription("d")
                        .setCategoryId("22")
                        .setTags(List.of("a", "b c")))
                .setStatus(new VideoStatus().setPrivacyStatus("unlisted"));
        var insert = youtube.videos()
                .insert(
                        List.of("snippet", "status"),
                        film,
                        new InputStreamContent("video/mp4", new ByteArrayInputStream(bytes)).setLength(bytes.length));
        insert.getMediaHttpUploader().setDirectUploadEnabled(false).setChunkSize(262_144);
        Video made = insert.execute();
        assertThat(made.getSnippet().getTitle()).isEqualTo("From elsewhere");
        assertThat(made.getStatus().getUploadStatus()).isEqualTo("uploaded");
        assertThat(world.simulation.journal().since(0))
                .filteredOn(entry -> entry.operation().equals("videos.insert"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.state().path("sha256").asText())
                        .isEqualTo(Digests.hex(Digests.sha256(bytes))));
        world.at("2026-11-20T10:00:05Z");
        Video changed = youtube.videos()
                .update(
                        List.of("snippet"),
                        new Video()
                                .setId(made.getId())
                                .setSnippet(
                                        new VideoSnippet().setTitle("Changed").setCategoryId("27")))
                .execute();
        assertThat(changed.getSnippet().getTags())
                .as("what is left out is cleared")
                .isNull();
        var picture = youtube.thumbnails().set(made.getId(), new ByteArrayContent("image/png", new byte[] {1, 2, 3}));
        picture.getMediaHttpUploader().setDirectUploadEnabled(true);
        assertThat(picture.execute().getItems()).hasSize(1);
        youtube.videos().delete(made.getId()).execute();
        assertThat(youtube.videos()
                        .list(List.of("id"))
                        .setId(List.of(made.getId()))
                        .execute()
                        .getItems())
                .isEmpty();
    }
}
