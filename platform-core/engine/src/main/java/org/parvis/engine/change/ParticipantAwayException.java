package org.parvis.engine.change;

import java.util.Collection;
import org.parvis.model.UnavailableException;

/**
 * Something changed while a participant that has to hear of it was not there, as happens for a moment while the platform
 * starts or stops. The transaction is to be rolled back and tried again: nobody would tell the participant later.
 */
public final class ParticipantAwayException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    public ParticipantAwayException(Collection<String> away) {
        super("Parvis is not complete just now: " + String.join(", ", away)
                + " is not there yet. Try again in a moment.");
    }
}
