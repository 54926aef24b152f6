package org.parvis.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;

/** Says which problem a call must end with. */
final class Problems {
    private Problems() {}

    static ProblemException assertProblem(Problem expected, ThrowingCallable call) {
        ProblemException thrown = catchThrowableOfType(ProblemException.class, call);
        assertThat(thrown).as("a problem was expected").isNotNull();
        assertThat(thrown.problem()).as(thrown.getMessage()).isEqualTo(expected);
        return thrown;
    }
}
