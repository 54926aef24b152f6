package org.parvis.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changed between two lists of signatures, by the rules of ADR 26: what breaks a plugin that was compiled against the
 * earlier ones, and what is merely new. Whatever is in doubt breaks.
 *
 * @param breaking a sentence for each; empty where compiled plugins go on working
 * @param additions the lines that are new
 */
record SignatureChanges(List<String> breaking, List<String> additions) {
    private static final String DEFAULT = "default ";

    static SignatureChanges between(List<String> before, List<String> now) {
        SignatureChanges changes = new SignatureChanges(new ArrayList<>(), new ArrayList<>());
        Map<String, Type> present = types(now);
        types(before).forEach((name, type) -> changes.compare(name, type, present.get(name)));
        Map<String, Type> past = types(before);
        present.forEach((name, type) -> {
            if (!past.containsKey(name)) {
                changes.additions.add(type.heading());
            }
        });
        return changes;
    }

    private record Type(String heading, Set<String> members) {
        boolean isImplementedByPlugins() {
            return heading.contains(" consumer interface ");
        }
    }

    private static Map<String, Type> types(List<String> lines) {
        Map<String, Type> types = new LinkedHashMap<>();
        Type type = null;
        for (String line : lines) {
            if (type == null || !line.startsWith("    ")) {
                type = new Type(line, new TreeSet<>());
                types.put(name(line), type);
            } else {
                type.members().add(line.strip());
            }
        }
        return types;
    }

    /** {@code public final record org.parvis.spi.Sent : java.lang.Object}: the word before the colon. */
    private static String name(String heading) {
        String before = heading.split(" : ", 2)[0];
        return before.substring(before.lastIndexOf(' ') + 1);
    }

    private void compare(String name, Type before, Type now) {
        if (now == null) {
            breaking.add(name + " is gone");
            return;
        }
        if (!now.heading().equals(before.heading())) {
            breaking.add(name + " was \"" + before.heading() + "\" and is \"" + now.heading() + "\"");
        }
        for (String member : before.members()) {
            if (!now.members().contains(member) && !now.members().contains(DEFAULT + member)) {
                breaking.add(name + " no longer has \"" + member + "\"");
            }
        }
        for (String member : now.members()) {
            if (!before.members().contains(member) && !isBodyForOldMethod(member, before)) {
                added(name, now, member);
            }
        }
    }

    private static boolean isBodyForOldMethod(String member, Type before) {
        return member.startsWith(DEFAULT) && before.members().contains(member.substring(DEFAULT.length()));
    }

    /** What plugins implement may only grow by what they need not implement. */
    private void added(String name, Type type, String member) {
        boolean harmless = member.startsWith(DEFAULT) || member.startsWith("static ") || member.startsWith("field ");
        if (type.isImplementedByPlugins() && !harmless) {
            breaking.add(name + ", which plugins implement, demands \"" + member + "\" without a default");
        } else {
            additions.add(name + ": " + member);
        }
    }
}
