package org.parvis.toolkit.descriptor;

import java.util.List;
import java.util.stream.Collectors;

/** A descriptor that cannot be used. The message names the file and every problem, one per line. */
public final class DescriptorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final transient List<DescriptorProblem> problems;

    public DescriptorException(String source, List<DescriptorProblem> problems) {
        super(problems.stream().map(p -> source + " " + p).collect(Collectors.joining("\n")));
        this.source = source;
        this.problems = List.copyOf(problems);
    }

    /** The file, as the reader was told. */
    public String source() {
        return source;
    }

    public List<DescriptorProblem> problems() {
        return problems == null ? List.of() : problems;
    }
}
