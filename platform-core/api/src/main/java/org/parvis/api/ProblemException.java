package org.parvis.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Violation;

/**
 * A request cannot be done. The message is a whole sentence for the person who asked: what is wrong, where, how to mend it.
 * Nothing was changed.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient List<Violation> violations;
    private final @Nullable Duration retryAfter;

    public ProblemException(Problem problem, String detail) {
        this(problem, detail, List.of(), null);
    }

    public ProblemException(Problem problem, String detail, List<Violation> violations, @Nullable Duration retryAfter) {
        super(detail);
        this.problem = problem;
        this.violations = List.copyOf(violations);
        this.retryAfter = retryAfter;
    }

    /** One field breaks one rule. */
    public static ProblemException invalid(String field, String rule, String message) {
        return new ProblemException(Problem.INVALID, message, List.of(new Violation(field, rule, message)), null);
    }

    public static ProblemException notFound(String what) {
        return new ProblemException(Problem.NOT_FOUND, "There is no such " + what + " in this workspace.");
    }

    public Problem problem() {
        return problem;
    }

    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
