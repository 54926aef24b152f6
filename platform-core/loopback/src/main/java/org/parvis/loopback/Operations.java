package org.parvis.loopback;

/** The names of the network's operations, as the descriptor's budgets know them. */
final class Operations {
    static final String READ = "loopback.read";
    static final String WRITE = "loopback.write";
    static final String MODERATE = "loopback.moderate";

    private Operations() {}
}
