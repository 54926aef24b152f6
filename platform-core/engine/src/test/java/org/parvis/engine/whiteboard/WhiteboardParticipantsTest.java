package org.parvis.engine.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.engine.change.ParticipantAwayException;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;

class WhiteboardParticipantsTest {
    private static final Map<String, Object> POSTS = Map.of(ChangeParticipant.NAME, "posts");
    private static final Map<String, Object> FIGURES = Map.of(ChangeParticipant.NAME, "figures");

    private final WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
    private final Change change = new Change.AccountUnlinked(new AccountId(UUID.randomUUID()));
    private final List<String> told = new ArrayList<>();

    private ChangeParticipant noting(String name) {
        return (w, changes) -> told.add(name + " " + changes.size());
    }

    @Test
    void participantsAreToldInOrderAndMayRefuse() {
        WhiteboardParticipants participants = new WhiteboardParticipants(new ParticipantRoster(List.of()));
        participants.bindParticipant(noting("first"), Map.of());
        participants.bindParticipant(
                (w, changes) -> {
                    throw new IllegalArgumentException("refused");
                },
                Map.of());
        participants.announce(workspace, List.of());
        assertThat(told).isEmpty();
        assertThatThrownBy(() -> participants.announce(workspace, List.of(change)))
                .hasMessage("refused");
        assertThat(told).containsExactly("first 1");
    }

    /** As while the platform starts or stops: a page that is committed then would be lost to whoever is away. */
    @Test
    void nobodyIsToldAnythingWhileAnAwaitedParticipantIsAway() {
        ParticipantRoster roster = new ParticipantRoster(List.of("posts", "figures"));
        WhiteboardParticipants participants = new WhiteboardParticipants(roster);
        ChangeParticipant posts = noting("posts");
        ChangeParticipant figures = noting("figures");
        arrives(roster, participants, posts, POSTS);
        assertThatThrownBy(() -> participants.announce(workspace, List.of(change)))
                .isInstanceOf(ParticipantAwayException.class)
                .hasMessageContaining("figures")
                .hasMessageNotContaining("posts");
        assertThat(roster.complete()).isFalse();
        assertThat(told).isEmpty();

        arrives(roster, participants, figures, FIGURES);
        assertThat(roster.complete()).isTrue();
        participants.announce(workspace, List.of(change));
        assertThat(told).containsExactly("posts 1", "figures 1");

        participants.unbindParticipant(posts);
        roster.unbindParticipant(POSTS);
        assertThatThrownBy(() -> participants.announce(workspace, List.of(change)))
                .isInstanceOf(ParticipantAwayException.class)
                .hasMessageContaining("posts");
        assertThat(roster.complete()).isFalse();
        assertThat(told).hasSize(2);
    }

    private static void arrives(
            ParticipantRoster roster,
            WhiteboardParticipants participants,
            ChangeParticipant participant,
            Map<String, Object> properties) {
        roster.bindParticipant(properties);
        participants.bindParticipant(participant, properties);
    }
}
