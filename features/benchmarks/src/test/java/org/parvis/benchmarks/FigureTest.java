package org.parvis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
    private static Figure figure(Goal goal, double... productsAndLimits) {
        List<Figure.Round> rounds = new ArrayList<>();
        for (int i = 0; i < productsAndLimits.length; i += 2) {
            rounds.add(new Figure.Round(productsAndLimits[i], productsAndLimits[i + 1]));
        }
        return Figure.measured("P1.ratio", "pages", "rows/s", goal, rounds);
    }

    private static JsonNode json(Figure figure) throws Exception {
        assertThat(figure.json()).doesNotContain("\n");
        return new ObjectMapper().readTree(figure.json());
    }

    @Test
    void aLineHasWhatTheReportPromises() throws Exception {
        JsonNode json = json(figure(Goal.ratioAtLeast(0.5), 20_000, 40_000, 12_345.678, 60_000, 30_000, 50_000));
        assertThat(json.get("id").asText()).isEqualTo("P1.ratio");
        assertThat(json.get("product").decimalValue()).isEqualByComparingTo("20000");
        assertThat(json.get("limit").decimalValue()).isEqualByComparingTo("50000");
        assertThat(json.get("ratio").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(json.get("min").decimalValue()).isEqualByComparingTo("0.2058");
        assertThat(json.get("max").decimalValue()).isEqualByComparingTo("0.6");
        assertThat(json.get("rounds").asInt()).isEqualTo(3);
        assertThat(json.get("goal").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(json.get("direction").asText()).isEqualTo(">=");
        assertThat(json.get("judged").asText()).isEqualTo("ratio");
        assertThat(json.get("holds").isBoolean()).isTrue();
        assertThat(json.get("unit").asText()).isEqualTo("rows/s");
    }

    @Test
    void theRatioIsTheMedianOfTheRoundsNotTheRatioOfTheMedians() {
        Figure drifting = figure(Goal.ratioAtLeast(0.5), 10, 10, 20, 100, 90, 100);
        assertThat(drifting.ratio()).isEqualTo(0.9);
        assertThat(drifting.product() / drifting.limit()).isEqualTo(0.2);
    }

    @Test
    void aGoalHoldsFromItsValueOnAndInItsDirectionOnly() {
        assertThat(figure(Goal.ratioAtLeast(0.5), 5, 10).holds()).isTrue();
        assertThat(figure(Goal.ratioAtLeast(0.5), 4.99, 10).holds()).isFalse();
        assertThat(figure(Goal.ratioAtMost(3), 30, 10).holds()).isTrue();
        assertThat(figure(Goal.ratioAtMost(3), 31, 10).holds()).isFalse();
        assertThat(figure(Goal.productAtMost(25), 25, 1).holds()).isTrue();
        assertThat(figure(Goal.productAtMost(25), 26, 100).holds()).isFalse();
        assertThat(figure(Goal.productAtLeast(10_000), 9_999, 1).holds()).isFalse();
    }

    @Test
    void withoutALimitThereIsNoRatioButAJudgement() throws Exception {
        Figure writes = figure(Goal.productAtMost(0), 0, 0);
        assertThat(json(writes).get("ratio").isNull()).isTrue();
        assertThat(json(writes).get("holds").asBoolean()).isTrue();
        assertThat(figure(Goal.productAtMost(0), 1, 0).holds()).isFalse();
    }

    @Test
    void whatWasSkippedSaysWhyAndHasNoFigures() throws Exception {
        Figure skipped = Figure.skipped(
                "P7.bullmq", "queue", "1/s", Goal.ratioAtLeast(1), "there is no redis-server on the path");
        JsonNode json = json(skipped);
        assertThat(json.get("skipped").asText()).isEqualTo("there is no redis-server on the path");
        assertThat(json.has("product")).isFalse();
        assertThat(json.has("holds")).isFalse();
        assertThat(skipped.text()).contains("there is no redis-server on the path");
    }

    @Test
    void aFigureIsEitherMeasuredOrSkippedForAReason() {
        assertThatIllegalArgumentException().isThrownBy(() -> figure(Goal.ratioAtLeast(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Figure.skipped("P1.ratio", "", "", Goal.ratioAtLeast(1), ""));
    }
}
