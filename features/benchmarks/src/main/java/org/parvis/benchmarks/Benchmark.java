package org.parvis.benchmarks;

import java.util.List;

/** Measures some figures that belong together. */
interface Benchmark {
    /** What the ids of its figures begin with. */
    String group();

    List<Figure> run(Bench bench) throws Exception;
}
