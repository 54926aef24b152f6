package org.parvis.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Lets contestants take turns, so that whatever else this machine does meets all of them alike. */
final class Rounds {
    private final List<List<Double>> results = new ArrayList<>();

    private Rounds(int contestants) {
        for (int i = 0; i < contestants; i++) {
            results.add(new ArrayList<>());
        }
    }

    /** One measurement of one contestant. */
    @FunctionalInterface
    interface Contestant {
        double measure() throws Exception;
    }

    /** Runs each once unmeasured, then {@code rounds} times by turns; who begins changes with each round. */
    static Rounds alternate(int rounds, List<Contestant> contestants) throws Exception {
        for (Contestant contestant : contestants) {
            contestant.measure();
        }
        Rounds all = new Rounds(contestants.size());
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < contestants.size(); turn++) {
                int next = (turn + round) % contestants.size();
                all.results.get(next).add(contestants.get(next).measure());
            }
        }
        return all;
    }

    /** The first contestant, which is the product, beside another one. */
    List<Figure.Round> against(int limit) {
        List<Figure.Round> rounds = new ArrayList<>();
        for (int i = 0; i < results.get(0).size(); i++) {
            rounds.add(
                    new Figure.Round(results.get(0).get(i), results.get(limit).get(i)));
        }
        return rounds;
    }
}
