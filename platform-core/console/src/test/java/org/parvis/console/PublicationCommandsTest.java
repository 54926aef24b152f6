package org.parvis.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.parvis.api.ProblemException;
import org.parvis.api.publishing.Origin;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.publishing.PublishingService.Event;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.model.AccountId;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;

class PublicationCommandsTest {
    private static final Instant NOON = Instant.parse("2026-03-05T12:00:00Z");
    private static final PublicationId ID = new PublicationId(UUID.randomUUID());
    private static final WorkspaceId FIRST = new WorkspaceId(UUID.randomUUID());
    private static final WorkspaceId SECOND = new WorkspaceId(UUID.randomUUID());

    private final Desk desk = new Desk();
    private final Map<String, Function<Object[], Object>> publishing = new HashMap<>();

    private static PublicationView view(PublicationState state, String reason) {
        return new PublicationView(
                ID,
                null,
                new AccountId(UUID.randomUUID()),
                Origin.PARVIS,
                state,
                "Fresh \u001b[31mbread",
                "text",
                NOON,
                NOON,
                state == PublicationState.PUBLISHED ? new RemoteId("17") : null,
                state == PublicationState.PUBLISHED ? URI.create("https://network.example/17") : null,
                reason,
                List.of(),
                1,
                3);
    }

    /** It lies in the second of two workspaces. */
    private String run(SocialCommand command, PublicationState state, Map<String, Object> more) throws Exception {
        publishing.put("publication", given -> {
            if (!((Caller) given[0]).workspace().equals(SECOND)) {
                throw ProblemException.notFound("publication");
            }
            return view(state, state == PublicationState.HELD ? "Nobody knows." : "");
        });
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("id", ID.toString());
        fields.put("publishing", Desk.service(PublishingService.class, publishing));
        fields.put(
                "workspaces",
                Desk.service(
                        WorkspaceService.class,
                        Map.of("workspaces", given -> List.of(workspace(FIRST), workspace(SECOND)))));
        return desk.run(command, fields);
    }

    private static Workspace workspace(WorkspaceId id) {
        return new Workspace(id, "Agency " + id, ZoneOffset.UTC, NOON);
    }

    @Test
    void theWholeStoryIsToldWhateverItsWorkspace() throws Exception {
        publishing.put(
                "explain",
                given -> List.of(
                        new Event(NOON, "scheduled", "for noon by ann"),
                        new Event(NOON, "exchange", "POST https://network.example/posts \u2192 201")));
        String told = run(new PublicationExplainCommand(), PublicationState.PUBLISHED, Map.of());
        assertThat(told)
                .contains("scheduled: for noon by ann")
                .contains("exchange: POST https://network.example/posts \u2192 201")
                .contains("Now PUBLISHED as 17, https://network.example/17.");
        String json = run(new PublicationExplainCommand(), PublicationState.PUBLISHED, Map.of("json", true));
        assertThat(new ObjectMapper()
                        .readTree(json)
                        .path("story")
                        .path(1)
                        .path("what")
                        .asText())
                .isEqualTo("exchange");
    }

    @Test
    void strangersTextDoesNotDriveTheTerminal() throws Exception {
        assertThat(run(new PublicationShowCommand(), PublicationState.PUBLISHED, Map.of()))
                .contains("Fresh")
                .doesNotContain("\u001b[31m");
    }

    @Test
    void aDryRunDecidesNothing() throws Exception {
        Map<String, Object> dry = Map.of("dryRun", true);
        assertThat(run(new PublicationRetryCommand(), PublicationState.FAILED, dry))
                .contains("would be tried again");
        assertThat(run(new PublicationCancelCommand(), PublicationState.SCHEDULED, dry))
                .contains("would be cancelled");
        assertThat(run(
                        new PublicationResolveCommand(),
                        PublicationState.HELD,
                        Map.of("dryRun", true, "outcome", "published")))
                .contains("would be taken for published");
    }

    @Test
    void aDecisionGoesToTheServiceWithTheVersionThatWasRead() throws Exception {
        publishing.put("resolve", given -> {
            assertThat(given).containsSequence(ID, false, 3L);
            return view(PublicationState.SCHEDULED, "");
        });
        assertThat(run(new PublicationResolveCommand(), PublicationState.HELD, Map.of("outcome", "ABSENT")))
                .contains("was HELD and is SCHEDULED");
    }

    @Test
    void whatNeedsNoDecisionIsRefusedWithASentence() {
        assertThatThrownBy(() -> run(new PublicationCancelCommand(), PublicationState.PUBLISHED, Map.of()))
                .hasMessageContaining("is PUBLISHED and cannot be cancelled");
        assertThatThrownBy(
                        () -> run(new PublicationResolveCommand(), PublicationState.HELD, Map.of("outcome", "maybe")))
                .hasMessageContaining("[PUBLISHED, ABSENT]");
    }
}
