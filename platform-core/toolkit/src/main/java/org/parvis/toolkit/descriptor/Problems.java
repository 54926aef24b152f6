package org.parvis.toolkit.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects problems, so that an author sees all of them at once. Not thread-safe. */
final class Problems {
    private static final int SHOWN = 80;

    private final List<DescriptorProblem> found = new ArrayList<>();

    void add(String path, @Nullable JsonNode value, String mend) {
        String shown = value == null || value.isMissingNode() ? "" : value.toString();
        add(path, shown, mend);
    }

    void add(String path, String shown, String mend) {
        found.add(new DescriptorProblem(path, shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown, mend));
    }

    List<DescriptorProblem> found() {
        return found;
    }
}
