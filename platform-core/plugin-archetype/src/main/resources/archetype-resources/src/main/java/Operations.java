package ${package};

/** The names of the requests, as the descriptor's budgets ({@code quotas}, {@code costs}) know them. */
final class Operations {
    static final String READ = "${networkId}.read";
    static final String WRITE = "${networkId}.write";
    static final String DELETE = "${networkId}.delete";

    private Operations() {}
}
