package org.parvis.benchmarks;

/**
 * What a figure is to reach.
 *
 * @param judged whether the ratio of product to limit is compared with the value, or the product's own figure
 */
record Goal(double value, Direction direction, Judged judged) {
    enum Direction {
        AT_LEAST(">="),
        AT_MOST("<=");

        final String sign;

        Direction(String sign) {
            this.sign = sign;
        }
    }

    enum Judged {
        RATIO,
        PRODUCT
    }

    static Goal ratioAtLeast(double value) {
        return new Goal(value, Direction.AT_LEAST, Judged.RATIO);
    }

    static Goal ratioAtMost(double value) {
        return new Goal(value, Direction.AT_MOST, Judged.RATIO);
    }

    static Goal productAtLeast(double value) {
        return new Goal(value, Direction.AT_LEAST, Judged.PRODUCT);
    }

    static Goal productAtMost(double value) {
        return new Goal(value, Direction.AT_MOST, Judged.PRODUCT);
    }

    boolean holds(double product, double ratio) {
        double figure = judged == Judged.RATIO ? ratio : product;
        return direction == Direction.AT_LEAST ? figure >= value : figure <= value;
    }
}
