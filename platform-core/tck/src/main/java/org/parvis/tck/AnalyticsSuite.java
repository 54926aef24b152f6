package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.MetricDefinition;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.spi.MetricQuery;

/** Figures that are declared, about what was asked for, and one that cannot be had loses no other. */
final class AnalyticsSuite extends Suite {
    AnalyticsSuite(Kit kit) {
        super("analytics", kit);
        capability(
                Capability.ANALYTICS_ACCOUNT,
                "figuresOfTheAccountAreRead",
                s -> {
                    List<MetricSample> samples = account(s);
                    assertThat(samples).isNotEmpty().allMatch(sample -> sample.subject() == null);
                    declared(samples, MetricDefinition.Subject.ACCOUNT);
                },
                s -> account(s));
        capability(
                Capability.ANALYTICS_PUBLICATION,
                "figuresOfAPublicationAreRead",
                s -> {
                    RemoteId post = s.ownPost();
                    s.settle();
                    List<MetricSample> samples = publications(s, post);
                    assertThat(samples).isNotEmpty().allMatch(sample -> post.equals(sample.subject()));
                    declared(samples, MetricDefinition.Subject.PUBLICATION);
                },
                s -> publications(s, new RemoteId("1")));
        if (kit.descriptor().offers(Capability.ANALYTICS_PUBLICATION)) {
            test("aDeletedPublicationDoesNotLoseTheOthers", this::deleted);
            retired("aRetiredMetricDoesNotLoseTheOthers", MetricDefinition.Subject.PUBLICATION);
            test("windowsOfFiguresEndWhereTheyBeginOrLater", s -> {
                RemoteId post = s.ownPost();
                s.settle();
                assertThat(publications(s, post))
                        .allMatch(sample -> !sample.until().isBefore(sample.from()))
                        .allMatch(sample -> Double.isFinite(sample.value()));
            });
        }
        if (kit.descriptor().offers(Capability.ANALYTICS_ACCOUNT)) {
            retired("aRetiredAccountMetricDoesNotLoseTheOthers", MetricDefinition.Subject.ACCOUNT);
            test("aFailureIsNotNoFigures", s -> {
                TckCall call = s.call();
                call.meeting((r, on) -> TckChannel.answer(500, Map.of(), new byte[0]));
                assertThat(Failures.kind(() -> s.analytics().collect(call, query(s, List.of()))))
                        .isEqualTo(ErrorKind.TRANSIENT);
            });
        }
    }

    private static MetricQuery query(Subject s, List<RemoteId> publications) {
        Instant now = s.simulator().clock().instant();
        return new MetricQuery(publications, now.minus(Duration.ofDays(1)), now);
    }

    private static List<MetricSample> account(Subject s) throws Exception {
        return s.analytics().collect(s.call(), query(s, List.of()));
    }

    private static List<MetricSample> publications(Subject s, RemoteId... ids) throws Exception {
        return s.analytics().collect(s.call(), query(s, List.of(ids)));
    }

    private void declared(List<MetricSample> samples, MetricDefinition.Subject subject) {
        assertThat(names(samples))
                .as("figures that the descriptor does not declare")
                .isSubsetOf(ids(subject));
    }

    private Set<String> ids(MetricDefinition.Subject subject) {
        return kit.descriptor().metrics().stream()
                .filter(metric -> metric.subjects().contains(subject))
                .map(MetricDefinition::id)
                .collect(Collectors.toSet());
    }

    private static Set<String> names(List<MetricSample> samples) {
        return samples.stream().map(MetricSample::metric).collect(Collectors.toSet());
    }

    private void deleted(Subject s) throws Exception {
        RemoteId post = s.ownPost();
        s.settle();
        Set<String> alone = names(publications(s, post));
        RemoteId nowhere = new RemoteId("1234567890123");
        assertThat(names(publications(s, nowhere, post))).isEqualTo(alone);
    }

    private void retired(String name, MetricDefinition.Subject subject) {
        test(name, s -> {
            RemoteId post = subject == MetricDefinition.Subject.PUBLICATION ? s.ownPost() : null;
            s.settle();
            Set<String> before = names(post == null ? account(s) : publications(s, post));
            String retired = before.stream().sorted().findFirst().orElseThrow();
            s.simulator().retireMetric(retired);
            Set<String> after = names(post == null ? account(s) : publications(s, post));
            assertThat(after)
                    .isEqualTo(before.stream().filter(m -> !m.equals(retired)).collect(Collectors.toSet()));
        });
    }
}
