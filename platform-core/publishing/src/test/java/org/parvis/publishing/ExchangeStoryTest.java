package org.parvis.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.network.EndedCall;
import org.parvis.api.network.Exchange;
import org.parvis.api.network.Purpose;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService.Event;
import org.parvis.model.WorkspaceId;
import org.parvis.store.TestDatabase;

/** What went over the wire is part of a publication's story, within bounds. */
class ExchangeStoryTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.with("workspace", "engine", "publishing");

    private World world;

    @BeforeEach
    void arrange() throws SQLException {
        world = new World(database.database(), database.dataSource());
    }

    private EndedCall call(String intent, Purpose purpose, List<Exchange> exchanges) {
        return new EndedCall(
                world.workspace,
                FakeNetwork.ID,
                world.accountId,
                purpose,
                intent,
                null,
                Duration.ofMillis(5),
                exchanges);
    }

    private Exchange exchange(int status, String failure) {
        return new Exchange(
                world.clock.instant(),
                "POST",
                "https://fake.example/posts?access_token=…",
                "posts.create",
                status,
                Duration.ofMillis(34),
                failure);
    }

    private ExchangeStory observer() {
        return new ExchangeStory(world.database, world.clock, Duration.ofDays(90));
    }

    private List<Event> exchanges(PublicationView publication) {
        return world.service.explain(world.caller, publication.id()).stream()
                .filter(event -> event.what().equals(Story.EXCHANGE))
                .toList();
    }

    @Test
    void everyExchangeOfAPublicationsIntentsIsToldWithoutItsSecrets() {
        PublicationView publication = world.scheduled("hello");
        observer().ended(call(publication.id() + ":1", Purpose.PUBLISHING, List.of(exchange(201, ""))));
        observer()
                .ended(call(
                        publication.id() + ":comment:1",
                        Purpose.PUBLISHING,
                        List.of(exchange(0, "OUTCOME_UNKNOWN: no answer\u0000"))));
        assertThat(exchanges(publication))
                .extracting(Event::detail)
                .containsExactly(
                        "posts.create: POST https://fake.example/posts?access_token=… → 201 after 34 ms",
                        "posts.create: POST https://fake.example/posts?access_token=… → OUTCOME_UNKNOWN: no answer\uFFFD"
                                + " after 34 ms");
        assertThat(world.service.explain(world.caller, publication.id()))
                .extracting(Event::what)
                .startsWith("composed", "validated", "scheduled");
    }

    @Test
    void otherCallsAreNobodysStory() {
        PublicationView publication = world.scheduled("hello");
        observer().ended(call(publication.id() + ":1", Purpose.POLLING, List.of(exchange(200, ""))));
        observer().ended(call("fetch", Purpose.PUBLISHING, List.of(exchange(200, ""))));
        observer().ended(call(UUID.randomUUID() + ":1", Purpose.PUBLISHING, List.of(exchange(200, ""))));
        assertThat(exchanges(publication)).isEmpty();
    }

    @Test
    void theLatestAreKeptAndTheOldLetGo() {
        PublicationView publication = world.scheduled("hello");
        List<Exchange> many = new ArrayList<>(Collections.nCopies(Story.MOST, exchange(500, "")));
        many.add(exchange(201, ""));
        observer().ended(call(publication.id() + ":1", Purpose.PUBLISHING, many));
        assertThat(exchanges(publication)).hasSize(Story.MOST);
        assertThat(exchanges(publication).get(Story.MOST - 1).detail()).contains("→ 201");

        world.clock.step(Duration.ofDays(91));
        PublicationView later = world.scheduled("again");
        observer().ended(call(later.id() + ":1", Purpose.PUBLISHING, List.of(exchange(201, ""))));
        assertThat(exchanges(publication)).isEmpty();
        assertThat(exchanges(later)).hasSize(1);
        assertThat(world.service.explain(world.caller, publication.id()))
                .extracting(Event::what)
                .containsExactly("composed", "validated", "scheduled");
    }

    @Test
    void aStoryThatCannotBeWrittenStopsNothing() {
        PublicationView publication = world.scheduled("hello");
        EndedCall elsewhere = new EndedCall(
                new WorkspaceId(UUID.randomUUID()),
                FakeNetwork.ID,
                world.accountId,
                Purpose.PUBLISHING,
                publication.id() + ":1",
                null,
                Duration.ofMillis(5),
                List.of(exchange(201, "")));
        observer().ended(elsewhere);
        assertThat(exchanges(publication)).isEmpty();
    }
}
