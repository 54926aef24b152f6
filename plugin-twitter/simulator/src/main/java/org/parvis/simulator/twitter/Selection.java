package org.parvis.simulator.twitter;

import java.util.Set;

/** Which fields of what a request asked for, in which dialect. */
record Selection(
        Dialect dialect,
        Set<String> posts,
        Set<String> users,
        Set<String> messages,
        Set<String> media,
        Set<String> polls,
        Set<String> expansions) {

    /** Whether a post's field is shown: asked for by name, or needed by an expansion. */
    boolean post(String field) {
        return posts.contains(field) || expandsWith(field);
    }

    private boolean expandsWith(String field) {
        for (String expansion : expansions) {
            if (expansion.equals(field) || expansion.startsWith(field + ".")) {
                return true;
            }
        }
        return false;
    }

    boolean message(String field) {
        return messages.contains(field) || expandsWith(field);
    }

    boolean expands(String expansion) {
        return expansions.contains(expansion);
    }
}
