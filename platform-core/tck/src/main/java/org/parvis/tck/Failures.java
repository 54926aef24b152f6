package org.parvis.tck;

import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;

/** What a call failed with; anything but a {@link NetworkException} is a fault of the plugin. */
final class Failures {
    private Failures() {}

    /** Something that is expected to fail. */
    @FunctionalInterface
    interface Attempt {
        Object make() throws Exception;
    }

    static NetworkException of(Attempt attempt) {
        Object result;
        try {
            result = attempt.make();
        } catch (NetworkException failed) {
            return failed;
        } catch (RuntimeException passed) {
            if (passed instanceof NotSimulatedException || passed instanceof FacetMissingException) {
                throw passed;
            }
            throw new AssertionError(
                    "The plugin threw " + passed + ", which the platform counts as its defect", passed);
        } catch (Exception other) {
            throw new AssertionError("The plugin threw " + other, other);
        }
        throw new AssertionError("The plugin raised nothing and answered " + result);
    }

    static ErrorKind kind(Attempt attempt) {
        return of(attempt).kind();
    }
}
