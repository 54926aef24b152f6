package org.parvis.engine.quota;

/** Units that were set aside for one request; exactly one of the two is called, once. Thread-safe. */
public interface Reservation {
    /** The request has left, whatever the network answered. */
    void spent();

    /** The request never left. */
    void released();
}
