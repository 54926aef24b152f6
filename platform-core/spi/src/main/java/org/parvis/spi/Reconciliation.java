package org.parvis.spi;

/** What a look at the network said of an intent whose outcome was unknown. */
public sealed interface Reconciliation {
    /** It took effect. */
    record Found(PublishOutcome.Published publication) implements Reconciliation {}

    /** It is not there; proof of absence only once the network's visibility window has passed. */
    record NotFound() implements Reconciliation {}

    /** It cannot be decided: a person does. */
    record Unknown(String reason) implements Reconciliation {}
}
