package org.parvis.simulator.twitter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parvis.simulation.Reply;

/** One operation of the API: its address, who may use it, how often, and what it does. */
final class Route {

    /** Whose token a route takes. */
    enum Access {
        USER,
        APP,
        BOTH
    }

    final String operation;
    final Access access;
    final Set<String> scopes;
    final RateLimits.Rate rate;
    private final String method;
    private final Pattern path;
    private final Function<Call, Reply> action;

    Route(
            String operation,
            String line,
            Access access,
            String scopes,
            RateLimits.Rate rate,
            Function<Call, Reply> action) {
        this.operation = operation;
        this.method = line.substring(0, line.indexOf(' '));
        this.path = Pattern.compile(line.substring(line.indexOf(' ') + 1).replaceAll("\\{[^}]+}", "([^/]+)"));
        this.access = access;
        this.scopes = scopes.isEmpty() ? Set.of() : Set.of(scopes.split(" "));
        this.rate = rate;
        this.action = action;
    }

    Optional<List<String>> matches(String askedMethod, String askedPath) {
        Matcher matcher = path.matcher(askedPath);
        if (!method.equals(askedMethod) || !matcher.matches()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            values.add(matcher.group(i));
        }
        return Optional.of(values);
    }

    Reply answer(Call call) {
        return action.apply(call);
    }
}
