package org.parvis.simulator.twitter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.parvis.simulation.Exchange;

/**
 * The query of a request, checked as X checks it: an unknown parameter, an unknown field name or a value out of its range
 * gives 400 with everything that is wrong.
 */
final class Parameters {

    private static final Pattern ID = Pattern.compile("[0-9]{1,19}");

    private final Exchange exchange;
    private final Dialect otherwise;
    private final List<Refusal.Wrong> wrong = new ArrayList<>();
    private final Set<String> known = new LinkedHashSet<>();

    /** @param otherwise the dialect of a request that shows none */
    Parameters(Exchange exchange, Dialect otherwise) {
        this.exchange = exchange;
        this.otherwise = otherwise;
    }

    /** Reads the selection that routes with this subject take. */
    Selection selection(FieldNames.Subject subject) {
        Dialect dialect = dialect(subject);
        boolean content = subject != FieldNames.Subject.USERS;
        Set<String> posts = list(dialect.fieldsParameter, FieldNames.posts(dialect));
        Set<String> users = list("user.fields", FieldNames.users(dialect));
        Set<String> messages = subject == FieldNames.Subject.MESSAGES
                ? list("dm_event.fields", FieldNames.messages(dialect))
                : Set.of();
        Set<String> media = content ? list("media.fields", FieldNames.MEDIA) : Set.of();
        Set<String> polls = subject == FieldNames.Subject.POSTS ? list("poll.fields", FieldNames.POLL) : Set.of();
        if (subject == FieldNames.Subject.POSTS) {
            list("place.fields", FieldNames.PLACE);
        }
        Set<String> expansions = list("expansions", FieldNames.expansions(subject, dialect));
        return new Selection(dialect, posts, users, messages, media, polls, expansions);
    }

    private Dialect dialect(FieldNames.Subject subject) {
        if (exchange.parameter(Dialect.POST.fieldsParameter).isPresent()) {
            return Dialect.POST;
        }
        if (exchange.parameter(Dialect.TWEET.fieldsParameter).isPresent()) {
            return Dialect.TWEET;
        }
        Set<String> tweet = FieldNames.expansions(subject, Dialect.TWEET);
        Set<String> post = FieldNames.expansions(subject, Dialect.POST);
        for (String name : split(exchange.parameter("expansions").orElse(""))) {
            if (post.contains(name) != tweet.contains(name)) {
                return post.contains(name) ? Dialect.POST : Dialect.TWEET;
            }
        }
        return otherwise;
    }

    private Set<String> list(String name, Set<String> allowed) {
        Optional<String> value = one(name);
        if (value.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>(split(value.get()));
        if (names.isEmpty()) {
            wrong(name, "", "The `" + name + "` query parameter can not be empty");
        }
        for (String each : names) {
            if (!allowed.contains(each)) {
                wrong(
                        name,
                        each,
                        "The `" + name + "` query parameter value [" + each + "] is not one of "
                                + allowed.stream().sorted().toList());
            }
        }
        return names;
    }

    static List<String> split(String text) {
        return Arrays.stream(text.split(",")).filter(part -> !part.isEmpty()).toList();
    }

    /** A parameter that may be there once. */
    Optional<String> one(String name) {
        known.add(name);
        List<String> values = exchange.query().getOrDefault(name, List.of());
        if (values.size() > 1) {
            wrong(name, values.get(1), "The `" + name + "` query parameter can only be given once");
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    String required(String name) {
        Optional<String> value = one(name);
        if (value.isEmpty() || value.get().isEmpty()) {
            wrong(name, "", "The `" + name + "` query parameter can not be empty");
        }
        return value.orElse("");
    }

    int number(String name, int least, int most, int otherwise) {
        Optional<String> value = one(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the same complaint
        }
        wrong(
                name,
                value.get(),
                "The `" + name + "` query parameter value [" + value.get() + "] is not between " + least + " and "
                        + most);
        return otherwise;
    }

    long id(String name, long otherwise) {
        Optional<String> value = one(name);
        return value.map(text -> id(name, text)).orElse(otherwise);
    }

    /** An id in a path or a list. */
    long id(String name, String text) {
        if (ID.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // nineteen digits can be more than X's ids can be
            }
        }
        wrong(name, text, "The `" + name + "` query parameter value [" + text + "] is not valid");
        return 0;
    }

    List<Long> ids(String name) {
        List<String> texts = split(required(name));
        if (texts.size() > 100) {
            wrong(
                    name,
                    texts.get(100),
                    "The number of values in the `" + name + "` query parameter list [" + texts.size()
                            + "] is not between 1 and 100");
        }
        return texts.stream().map(text -> id(name, text)).toList();
    }

    long time(String name, long otherwise) {
        Optional<String> value = one(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(value.get()).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            wrong(
                    name,
                    value.get(),
                    "The `" + name + "` query parameter value [" + value.get()
                            + "] is not a valid RFC3339 date time, such as " + Instant.EPOCH);
            return otherwise;
        }
    }

    Set<String> choices(String name, Set<String> allowed) {
        return list(name, allowed);
    }

    void wrong(String parameter, String value, String message) {
        wrong.add(new Refusal.Wrong(parameter, List.of(value), message));
    }

    /** Ends the reading: whatever was not asked for is unknown. */
    void check() {
        for (Map.Entry<String, List<String>> given : exchange.query().entrySet()) {
            if (!known.contains(given.getKey())) {
                wrong.add(new Refusal.Wrong(
                        given.getKey(),
                        given.getValue(),
                        "The query parameter [" + given.getKey() + "] is not one of " + known));
            }
        }
        if (!wrong.isEmpty()) {
            throw Refusal.invalid(wrong);
        }
    }
}
