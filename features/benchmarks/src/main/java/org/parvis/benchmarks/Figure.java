package org.parvis.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One line of the report: what the product reached, what the limit was in the same rounds, and what is asked for.
 *
 * @param rounds product and limit of each round, side by side; empty where it was skipped
 * @param skipped why it could not be measured here; empty where it was
 */
record Figure(String id, String what, String unit, Goal goal, List<Round> rounds, String skipped) {
    Figure {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty() == skipped.isEmpty()) {
            throw new IllegalArgumentException("A figure is either measured, or skipped for a reason");
        }
    }

    /** Product and limit as measured one right after the other. */
    record Round(double product, double limit) {
        /** NaN where the limit is nothing, so that there is no ratio. */
        double ratio() {
            return limit == 0 ? Double.NaN : product / limit;
        }
    }

    static Figure measured(String id, String what, String unit, Goal goal, List<Round> rounds) {
        return new Figure(id, what, unit, goal, rounds, "");
    }

    static Figure skipped(String id, String what, String unit, Goal goal, String reason) {
        return new Figure(id, what, unit, goal, List.of(), reason);
    }

    double product() {
        return median(Round::product);
    }

    double limit() {
        return median(Round::limit);
    }

    /** The median of the ratios of the rounds, which is not the ratio of the medians: the machine drifts between rounds. */
    double ratio() {
        return median(Round::ratio);
    }

    double lowestRatio() {
        return rounds.stream().mapToDouble(Round::ratio).min().orElse(Double.NaN);
    }

    double highestRatio() {
        return rounds.stream().mapToDouble(Round::ratio).max().orElse(Double.NaN);
    }

    boolean holds() {
        return skipped.isEmpty() && goal.holds(product(), ratio());
    }

    private double median(ToDoubleFunction<Round> value) {
        return Statistics.median(rounds.stream().map(value::applyAsDouble).toList());
    }

    /** As one line of JSON. What was skipped has {@code skipped} in place of figures. */
    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        if (skipped.isEmpty()) {
            number(json, "product", product());
            number(json, "limit", limit());
            number(json, "ratio", ratio());
        }
        number(json, "goal", goal.value());
        json.put("direction", goal.direction().sign);
        json.put("judged", goal.judged() == Goal.Judged.RATIO ? "ratio" : "product");
        if (skipped.isEmpty()) {
            json.put("holds", holds());
        }
        json.put("unit", unit);
        if (skipped.isEmpty()) {
            number(json, "min", lowestRatio());
            number(json, "max", highestRatio());
            json.put("rounds", rounds.size());
        } else {
            json.put("skipped", skipped);
        }
        return json.put("what", what).toString();
    }

    private static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, rounded(value));
        } else {
            json.putNull(name);
        }
    }

    private static BigDecimal rounded(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%-13s %12s %12s %-8s %8s %17s %10s  %s",
                "figure",
                "product",
                "limit",
                "unit",
                "ratio",
                "(lowest-highest)",
                "goal",
                "");
    }

    /** As one line of a table for people. */
    String text() {
        if (!skipped.isEmpty()) {
            return String.format(Locale.ROOT, "%-13s skipped: %s%n%13s %s", id, skipped, "", what);
        }
        String asked = (goal.judged() == Goal.Judged.PRODUCT ? "product " : "") + goal.direction().sign + " "
                + rounded(goal.value()).toPlainString();
        return String.format(
                Locale.ROOT,
                "%-13s %12s %12s %-8s %8s %17s %10s  %s%n%13s %s",
                id,
                plain(product()),
                plain(limit()),
                unit,
                plain(ratio()),
                "(" + plain(lowestRatio()) + "-" + plain(highestRatio()) + ")",
                asked,
                holds() ? "holds" : "MISSED",
                "",
                what);
    }

    private static String plain(double value) {
        return Double.isFinite(value) ? rounded(value).toPlainString() : "-";
    }
}
