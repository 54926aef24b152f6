package org.parvis.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.parvis.api.Slice;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.WebhookStanding;
import org.parvis.api.network.WebhookService;
import org.parvis.api.publishing.Origin;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.Workspace;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.UnavailableException;
import org.parvis.model.WorkspaceId;

/** Several troubles at once: each is named, with what to do next. */
class DiagnosisTest {
    private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");
    private static final PublicationId HELD = new PublicationId(UUID.randomUUID());

    private final Diagnosis diagnosis = new Diagnosis();

    private static HealthCheckExecutionResult check(String name, FormattingResultLog log) {
        ServiceReference<?> reference = Desk.service(
                ServiceReference.class,
                Map.of(
                        "getProperty",
                        given -> given[0].equals("hc.name") ? name : given[0].equals("service.id") ? 1L : null));
        HealthCheckMetadata metadata = new HealthCheckMetadata(reference);
        Map<String, Function<Object[], Object>> answers = new HashMap<>();
        answers.put("getHealthCheckResult", given -> new Result(log));
        answers.put("getHealthCheckMetadata", given -> metadata);
        return Desk.service(HealthCheckExecutionResult.class, answers);
    }

    private static Account account(String handle, AccountState state) {
        return new Account(
                new AccountId(UUID.randomUUID()),
                new BrandId(UUID.randomUUID()),
                new NetworkId("twitter"),
                new RemoteId("1"),
                handle,
                handle,
                "page",
                null,
                state,
                state == AccountState.OK ? "" : "The network took it back.",
                Instant.EPOCH,
                null,
                1);
    }

    private static AccountService accounts(Account... all) {
        return Desk.service(
                AccountService.class,
                Map.of(
                        "accounts",
                        given -> new Slice<>(List.of(all), null),
                        "webhook",
                        given -> new WebhookStanding(WebhookStanding.State.FAILED, "It was refused.", NOW, null)));
    }

    private static PublishingService publishing() {
        return Desk.service(PublishingService.class, Map.of("publications", given -> {
            PublicationQuery query = (PublicationQuery) given[1];
            if (query.state() != PublicationState.HELD) {
                assertThat(query.from()).as("only what failed lately").isEqualTo(NOW.minusSeconds(86_400));
                return new Slice<PublicationView>(List.of(), null);
            }
            return new Slice<>(
                    List.of(new PublicationView(
                            HELD,
                            null,
                            new AccountId(UUID.randomUUID()),
                            Origin.PARVIS,
                            PublicationState.HELD,
                            "text",
                            "text",
                            NOW,
                            null,
                            null,
                            null,
                            "Nobody can find out whether it went out.",
                            List.of(),
                            1,
                            1)),
                    "more");
        }));
    }

    @Test
    void everyTroubleIsNamedWithWhatToDoNext() {
        FormattingResultLog networks = new FormattingResultLog();
        networks.info("youtube is ready");
        networks.critical("twitter is quarantined: too many defects. When it is mended: social:network-resume twitter");
        FormattingResultLog disk = new FormattingResultLog();
        disk.warn("Only 900 MB are left for /srv");
        FormattingResultLog fine = new FormattingResultLog();
        fine.info("PostgreSQL 18 answers");
        diagnosis.checks(List.of(check("Networks", networks), check("Disk", disk), check("Store", fine)));
        diagnosis.configuration(
                List.of(Map.of("file", "etc/org.parvis.outbox.cfg", "key", "pol", "message", "Misspelt?")));
        diagnosis.workspaces(
                List.of(new Workspace(new WorkspaceId(UUID.randomUUID()), "Agency", ZoneOffset.UTC, NOW)),
                accounts(account("Levain", AccountState.RELINK_REQUIRED), account("Well", AccountState.OK)),
                publishing(),
                "ann",
                NOW);
        diagnosis.webhooks(
                Desk.service(WebhookService.class, Map.of("webhooks", given -> Collections.nCopies(3, null))));
        assertThat(diagnosis.findings())
                .extracting(Diagnosis.Finding::status)
                .containsExactly(
                        "CRITICAL",
                        "WARN",
                        "CONFIGURATION",
                        "RELINK_REQUIRED",
                        "WEBHOOKS",
                        "WEBHOOKS",
                        "HELD",
                        "HELD",
                        "PARKED");
        assertThat(diagnosis.findings())
                .allSatisfy(finding -> assertThat(finding.action()).isNotBlank())
                .extracting(Diagnosis.Finding::action)
                .contains(
                        "social:network-resume twitter",
                        "make room where the folder lies, or move it",
                        "mend etc/org.parvis.outbox.cfg",
                        "social:publication-explain " + HELD,
                        "social:publication-list --state HELD");
        assertThat(diagnosis.findings()).extracting(Diagnosis.Finding::where).doesNotContain("Store");
    }

    @Test
    void aDatabaseThatIsAwayHidesNothingElse() {
        diagnosis.look("Workspaces", () -> {
            throw new Away();
        });
        diagnosis.configuration(List.of(Map.of("file", "etc/x.cfg", "key", "", "message", "Nothing reads this file.")));
        assertThat(diagnosis.findings())
                .extracting(Diagnosis.Finding::status)
                .containsExactly("UNAVAILABLE", "CONFIGURATION");
    }

    private static final class Away extends UnavailableException {
        private static final long serialVersionUID = 1L;

        Away() {
            super("The database does not answer.");
        }
    }
}
