package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.it.invariant.Finding.Kind.DOUBLED;
import static org.parvis.it.invariant.Finding.Kind.LOST;
import static org.parvis.it.invariant.Finding.Kind.PHANTOM;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parvis.it.invariant.Finding;

/**
 * Whether the checker deserves to be believed: six bugs are planted into the running platform, one after the other, and it
 * must name what each does. Without the bug the same kills leave nothing to be found, which {@link KillCampaignIT} shows.
 */
class PlantedBugsIT {
    private static final String PUBLISHING = "org.parvis.publishing.";
    private static final String INBOX = "org.parvis.inbox.";

    private static Campaign campaign;

    @BeforeAll
    static void start() throws Exception {
        campaign = Campaign.start();
        Byteman.prepare(campaign.demo().home());
        campaign.demo().killPlatform();
        campaign.demo().startPlatform();
    }

    @AfterAll
    static void stop() throws Exception {
        if (campaign != null) {
            campaign.close();
        }
    }

    @Test
    void anIntentThatIsNotCommittedBeforeSending() throws Exception {
        plant(Byteman.rule("send without intent", PUBLISHING + "Steps", "send", "AT ENTRY", "", "true", "RETURN true"));
        assertCaught(campaign.run(List.of(KillPoint.POST_ACCEPTED), Victim.PLATFORM), DOUBLED);
    }

    @Test
    void aResultThatIsCommittedBeforeSending() throws Exception {
        plant(Byteman.rule(
                "result before sending",
                PUBLISHING + "Steps",
                "send",
                "AT EXIT",
                "",
                "true",
                "$1.createUpdate(\"update publishing.publication set state = 'PUBLISHED' where id = '\" + $3.id() + \"'\")"
                        + ".execute()"));
        assertCaught(campaign.run(List.of(KillPoint.POST_NEVER_ARRIVES), Victim.PLATFORM), PHANTOM);
    }

    @Test
    void anUnknownOutcomeThatIsBlindlyRepeated() throws Exception {
        plant(Byteman.rule(
                "repeat blindly",
                PUBLISHING + "Steps",
                "lose",
                "AT ENTRY",
                "",
                "true",
                "$0.postpone($1, $2, $3, $4); RETURN"));
        try {
            // Nobody dies: the network alone breaks off. A platform that comes back looks up by another way.
            assertCaught(campaign.run(List.of(KillPoint.POST_ACCEPTED), () -> {}, false), DOUBLED);
        } finally {
            restart();
        }
    }

    @Test
    void aCursorThatIsCommittedBeforeItsItems() throws Exception {
        plant(
                Byteman.rule(
                        "remember the cursor",
                        INBOX + "FetchHandler",
                        "page",
                        "AT EXIT",
                        "",
                        "true",
                        "link(\"cursor\", Thread.currentThread(), $0.advanced($2, $!, $0.clock.instant(), true))"),
                Byteman.rule(
                        "cursor first",
                        INBOX + "Ingest",
                        "take",
                        "AT ENTRY",
                        "next : org.parvis.inbox.Feeds$State = unlink(\"cursor\", Thread.currentThread())",
                        "next != null",
                        "org.parvis.inbox.Feeds.write($1, next); $1.commit(); $1.begin()"));
        assertCaught(campaign.run(List.of(KillPoint.ITEM_WRITTEN), Victim.PLATFORM), LOST);
    }

    @Test
    void aWebhookThatIsAnsweredBeforeItIsStored() throws Exception {
        plant(Byteman.rule(
                "answer first",
                "org.parvis.engine.ingress.WebhookWriter",
                "store",
                "AT INVOKE java.util.concurrent.CompletableFuture.get",
                "",
                "true",
                "RETURN"));
        assertCaught(campaign.run(List.of(KillPoint.WEBHOOK_WRITTEN), Victim.PLATFORM), LOST);
    }

    @Test
    void aMessageThatComesTwiceAndIsTakenInTwice() throws Exception {
        // Without its unique key, on which the second would only fail.
        campaign.door().execute("alter table inbox.item drop constraint item_account_id_remote_id_key");
        try {
            plant(Byteman.rule("know nothing", INBOX + "Shelf", "load", "AT ENTRY", "", "true", "RETURN"));
            assertCaught(campaign.run(List.of(KillPoint.WEBHOOK_NOTED), Victim.DATABASE), DOUBLED);
        } finally {
            campaign.door().execute("""
                    delete from inbox.item i using inbox.item j
                    where i.account_id = j.account_id and i.remote_id = j.remote_id and i.id > j.id;
                    alter table inbox.item add constraint item_account_id_remote_id_key unique (account_id, remote_id)
                    """);
            restart();
        }
    }

    private static void plant(String... rules) throws Exception {
        Byteman.plant(campaign.demo().platformProcess(), campaign.demo().home(), List.of(rules));
    }

    /** With a fresh process the bug is gone. */
    private static void restart() throws Exception {
        campaign.demo().killPlatform();
        campaign.demo().startPlatform();
    }

    private static void assertCaught(Campaign.Result result, Finding.Kind kind) {
        List<Finding> about = result.about(result.scenes().get(0));
        assertThat(about)
                .as("what the checker finds: %s", result.findings())
                .extracting(Finding::kind)
                .contains(kind);
    }
}
