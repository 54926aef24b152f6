package org.parvis.spi;

/** What a look at the network said of an intent whose outcome was unknown. An immutable value. */
public sealed interface Reconciliation {
    /** It took effect, and is out. */
    record Found(PublishOutcome.Published publication) implements Reconciliation {}

    /** It took effect, and the network still works on it or waits for the next step: gone on with as after a publish. */
    record Underway(PublishOutcome.Pending publication) implements Reconciliation {}

    /** It is not there; proof of absence only once the network's visibility window has passed. */
    record NotFound() implements Reconciliation {}

    /**
     * It cannot be decided: a person does.
     *
     * @param reason a sentence that says why, in English (see {@link org.parvis.model.NetworkDescriptor#sentences()})
     */
    record Unknown(String reason) implements Reconciliation {}
}
