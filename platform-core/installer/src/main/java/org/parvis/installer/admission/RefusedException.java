package org.parvis.installer.admission;

import java.util.List;
import java.util.stream.Collectors;
import org.parvis.model.Violation;

/** A file may not become a network. Each violation says what is wrong, where, and how to mend it. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    public RefusedException(List<Violation> violations) {
        super(violations.stream().map(Violation::message).collect(Collectors.joining(" ")));
        this.violations = List.copyOf(violations);
    }

    RefusedException(String where, String rule, String message) {
        this(List.of(new Violation(where, rule, message)));
    }

    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }
}
