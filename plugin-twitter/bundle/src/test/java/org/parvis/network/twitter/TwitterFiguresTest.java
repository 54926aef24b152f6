package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.model.MetricDefinition;
import org.parvis.model.MetricSample;
import org.parvis.model.QuotaRule;
import org.parvis.model.RemoteId;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaObservation;

/** Figures, budgets and the account itself. */
class TwitterFiguresTest {
    private static final MetricQuery POSTS =
            new MetricQuery(List.of(new RemoteId("1"), new RemoteId("2")), FakeCall.NOW, FakeCall.NOW);
    private static final String PUBLIC =
            "{'data':[{'id':'1','public_metrics':{'like_count':3,'impression_count':90,'reply_count':null}}]}";

    @Test
    void aRefusalOfThePrivateFiguresLosesNothingElse() throws NetworkException {
        FakeCall call =
                FakeCall.answering(request -> request.address().getRawQuery().contains("non_public_metrics")
                        ? FakeCall.json(403, "{'type':'https://api.x.com/2/problems/client-forbidden'}")
                        : FakeCall.json(200, PUBLIC));
        List<MetricSample> samples = new TwitterAnalytics().collect(call, POSTS);
        assertThat(samples)
                .extracting(s -> s.subject() + " " + s.metric() + " " + s.value())
                .containsExactlyInAnyOrder("1 reactions 3.0", "1 impressions 90.0");
        assertThat(samples)
                .allMatch(s -> s.from().equals(FakeCall.NOW) && s.until().equals(FakeCall.NOW));
    }

    @Test
    void privateFiguresComeWithThePublicOnes() throws NetworkException {
        FakeCall call = FakeCall.answering(
                200,
                PUBLIC,
                "{'data':[{'id':'1','non_public_metrics':{'engagements':7,'url_link_clicks':2}}],'errors':[{'resource_id':'2',"
                        + "'type':'https://api.x.com/2/problems/not-authorized-for-field'}]}");
        assertThat(new TwitterAnalytics().collect(call, POSTS))
                .extracting(MetricSample::metric)
                .containsExactlyInAnyOrder("reactions", "impressions", "engagements", "clicks");
    }

    @Test
    void thePublicFiguresFailAloud() {
        NetworkException failed = catchThrowableOfType(
                NetworkException.class, () -> new TwitterAnalytics().collect(FakeCall.answering(503, "{}"), POSTS));
        assertThat(failed.kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void theAccountsFiguresAreASnapshot() throws NetworkException {
        FakeCall call = FakeCall.answering(
                200, "{'data':{'id':'1','public_metrics':{'followers_count':1200,'tweet_count':5}}}");
        assertThat(new TwitterAnalytics().collect(call, new MetricQuery(List.of(), FakeCall.NOW, FakeCall.NOW)))
                .extracting(s -> s.subject() + " " + s.metric() + " " + s.value())
                .containsExactlyInAnyOrder("null followers 1200.0", "null twitter:posts 5.0");
    }

    @Test
    void everyMetricIsInTheDescriptorAndTheOtherWayRound() {
        Map<String, String> known = new HashMap<>(TwitterMetrics.PUBLIC_OF_POST);
        known.putAll(TwitterMetrics.PRIVATE_OF_POST);
        known.putAll(TwitterMetrics.OF_ACCOUNT);
        assertThat(FakeCall.read().metrics())
                .extracting(MetricDefinition::id)
                .containsExactlyInAnyOrderElementsOf(known.values().stream().collect(Collectors.toSet()));
    }

    @Test
    void theHeadersTellTheBudgetsOfTheDescriptor() {
        Map<String, String> headers = Map.of(
                "x-rate-limit-limit",
                "100",
                "x-rate-limit-remaining",
                "99",
                "x-rate-limit-reset",
                "1795348800",
                "x-app-limit-24hour-limit",
                "10000",
                "x-app-limit-24hour-remaining",
                "-1",
                "x-app-limit-24hour-reset",
                "1795348800",
                "x-user-limit-24hour-limit",
                "1440",
                "x-user-limit-24hour-remaining",
                "3",
                "x-user-limit-24hour-reset",
                "1795348800");
        Map<String, QuotaRule.Scope> buckets =
                FakeCall.read().quotas().stream().collect(Collectors.toMap(QuotaRule::bucket, QuotaRule::scope));
        for (String operation : FakeCall.read().quotas().stream()
                .flatMap(q -> q.costs().keySet().stream())
                .toList()) {
            List<QuotaObservation> read = new TwitterQuotas().read(operation, FakeCall.response(200, headers, ""));
            assertThat(read).isNotEmpty().allSatisfy(o -> {
                assertThat(buckets).containsEntry(o.bucket(), o.scope());
                assertThat(o.resetsAt()).isEqualTo(Instant.ofEpochSecond(1795348800));
                assertThat(o.remaining()).isNotNegative();
            });
        }
        assertThat(new TwitterQuotas().read("posts.create", FakeCall.response(200, headers, "")))
                .extracting(QuotaObservation::bucket)
                .containsExactly("posts.create", "posts.create.app-day");
        assertThat(new TwitterQuotas().read("users.me", FakeCall.response(200, Map.of("x-rate-limit-limit", "75"), "")))
                .isEmpty();
    }

    @Test
    void anAuthorisationIsOneAccount() throws NetworkException {
        FakeCall call = FakeCall.answering(
                200,
                "{'data':{'id':'2244994945','username':'acme','name':'Acme Inc.',"
                        + "'profile_image_url':'https://pbs.twimg.com/p_normal.jpg'}}");
        List<LinkableAccount> accounts = new TwitterLinker().listAccounts(call);
        assertThat(accounts).hasSize(1);
        assertThat(accounts.get(0).handle()).isEqualTo("acme");
        assertThat(accounts.get(0).displayName()).isEqualTo("Acme Inc.");
        assertThat(accounts.get(0).picture()).hasToString("https://pbs.twimg.com/p_normal.jpg");
        assertThat(catchThrowableOfType(
                                NetworkException.class,
                                () -> new TwitterLinker().listAccounts(FakeCall.answering(200, "{'errors':[{}]}")))
                        .kind())
                .isEqualTo(ErrorKind.TRANSIENT);
    }
}
