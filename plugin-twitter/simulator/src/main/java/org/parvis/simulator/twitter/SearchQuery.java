package org.parvis.simulator.twitter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The part of X's search language that is simulated: words, quoted phrases, {@code #tag}, {@code @name}, {@code from:},
 * {@code to:}, {@code conversation_id:}, {@code in_reply_to_tweet_id:}, {@code quotes_of_tweet_id:}, {@code is:},
 * {@code has:}, {@code lang:}, negation with {@code -}, {@code OR}, parentheses, and nothing between two parts for "and".
 * At least one part must be able to stand alone. Parsing never recurses deeper than the query's parentheses, which are
 * limited.
 */
final class SearchQuery {

    private static final int DEEPEST = 32;

    /**
     * A part of a query.
     *
     * @param test whether a post fits
     * @param source where all fitting posts are; null where they can be anywhere
     * @param standsAlone whether the part may be all there is
     */
    record Part(Predicate<Post> test, @Nullable List<PostIndex.View> source, boolean standsAlone) {}

    private final World world;
    private final List<String> tokens;
    private int at;

    private SearchQuery(World world, List<String> tokens) {
        this.world = world;
        this.tokens = tokens;
    }

    /** Parses a query; 400 where X's language does not have it. */
    static Part parse(World world, String query) {
        SearchQuery parser = new SearchQuery(world, tokens(query));
        Part part = parser.any(0);
        if (parser.at < parser.tokens.size()) {
            throw wrong(query, "Reference to invalid operator '" + parser.tokens.get(parser.at) + "'.");
        }
        if (!part.standsAlone()) {
            throw wrong(
                    query,
                    "There were errors processing your request: Rules must contain at least one "
                            + "positive, non-stopword clause.");
        }
        return part;
    }

    private static Refusal wrong(String query, String message) {
        return Refusal.invalid("query", query, message);
    }

    private static List<String> tokens(String query) {
        List<String> tokens = new ArrayList<>();
        StringBuilder token = new StringBuilder();
        boolean quoted = false;
        for (char c : query.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
                token.append(c);
            } else if (!quoted && (Character.isWhitespace(c) || c == '(' || c == ')')) {
                boolean negated = c == '(' && token.toString().equals("-");
                if (token.length() > 0 && !negated) {
                    tokens.add(token.toString());
                }
                token.setLength(0);
                if (!Character.isWhitespace(c)) {
                    tokens.add(negated ? "-(" : String.valueOf(c));
                }
            } else {
                token.append(c);
            }
        }
        if (quoted) {
            throw wrong(query, "There were errors processing your request: missing closing quote.");
        }
        if (token.length() > 0) {
            tokens.add(token.toString());
        }
        return tokens;
    }

    private Part any(int depth) {
        List<Part> parts = new ArrayList<>();
        parts.add(all(depth));
        while (at < tokens.size() && tokens.get(at).equals("OR")) {
            at++;
            parts.add(all(depth));
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        List<PostIndex.View> sources = new ArrayList<>();
        boolean everywhere = false;
        for (Part part : parts) {
            if (part.source() == null) {
                everywhere = true;
            } else {
                sources.addAll(part.source());
            }
        }
        return new Part(
                post -> parts.stream().anyMatch(part -> part.test().test(post)),
                everywhere ? null : sources,
                parts.stream().allMatch(Part::standsAlone));
    }

    private Part all(int depth) {
        List<Part> parts = new ArrayList<>();
        while (at < tokens.size()
                && !tokens.get(at).equals("OR")
                && !tokens.get(at).equals(")")) {
            parts.add(one(depth));
        }
        if (parts.isEmpty()) {
            throw wrong(String.join(" ", tokens), "There were errors processing your request: missing expression.");
        }
        List<PostIndex.View> source = null;
        long smallest = Long.MAX_VALUE;
        for (Part part : parts) {
            long size = part.source() == null
                    ? Long.MAX_VALUE
                    : part.source().stream().mapToLong(PostIndex.View::size).sum();
            if (size < smallest) {
                smallest = size;
                source = part.source();
            }
        }
        return new Part(
                post -> parts.stream().allMatch(part -> part.test().test(post)),
                source,
                parts.stream().anyMatch(Part::standsAlone));
    }

    private Part one(int depth) {
        String token = tokens.get(at++);
        if (token.equals("(") || token.equals("-(")) {
            if (depth == DEEPEST) {
                throw wrong(String.join(" ", tokens), "The query is nested too deeply.");
            }
            Part inner = any(depth + 1);
            if (at >= tokens.size() || !tokens.get(at++).equals(")")) {
                throw wrong(String.join(" ", tokens), "There were errors processing your request: missing ')'.");
            }
            return token.equals("(") ? inner : not(inner);
        }
        return token.startsWith("-") && token.length() > 1 ? not(term(token.substring(1))) : term(token);
    }

    private static Part not(Part part) {
        return new Part(post -> !part.test().test(post), null, false);
    }

    private Part term(String token) {
        int colon = token.startsWith("\"") ? -1 : token.indexOf(':');
        if (colon > 0) {
            return operator(token.substring(0, colon), token.substring(colon + 1));
        }
        if (token.startsWith("@") && token.length() > 1) {
            String handle = token.substring(1);
            Optional<User> user = world.user(handle);
            return user.map(known ->
                            new Part(post -> post.mentions(known.id), List.of(world.mentioning(known.id)), true))
                    .orElseGet(() -> new Part(
                            post -> post.content.mentions().stream()
                                    .anyMatch(mention -> mention.handle().equalsIgnoreCase(handle)),
                            null,
                            true));
        }
        String words = token.replace("\"", "").toLowerCase(Locale.ROOT);
        return new Part(post -> holds(post.content.text().toLowerCase(Locale.ROOT), words), null, true);
    }

    /** Whether a text holds words as whole words; signs around them do not matter. */
    private static boolean holds(String text, String words) {
        for (int i = text.indexOf(words); i >= 0 && !words.isEmpty(); i = text.indexOf(words, i + 1)) {
            int end = i + words.length();
            boolean before = i == 0
                    || !Character.isLetterOrDigit(text.charAt(i - 1))
                    || !Character.isLetterOrDigit(words.charAt(0));
            boolean after = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (before && after) {
                return true;
            }
        }
        return false;
    }

    private Part operator(String name, String value) {
        String text = value.replace("\"", "");
        return switch (name) {
            case "from" -> {
                long user = user(text);
                yield new Part(post -> post.author == user, List.of(world.by(user)), true);
            }
            case "to" -> {
                long user = user(text);
                yield new Part(post -> post.references.parentAuthor() == user, List.of(world.answering(user)), true);
            }
            case "conversation_id" -> {
                long id = number(name, text);
                yield new Part(post -> post.conversation == id, List.of(world.conversation(id)), true);
            }
            case "in_reply_to_tweet_id" -> {
                long id = number(name, text);
                long conversation =
                        world.post(id).map(post -> post.conversation).orElse(id);
                yield new Part(post -> post.references.parent() == id, List.of(world.conversation(conversation)), true);
            }
            case "quotes_of_tweet_id" -> {
                long id = number(name, text);
                yield new Part(post -> post.references.quoted() == id, List.of(world.quoting(id)), true);
            }
            case "is" -> is(text);
            case "has" -> has(text);
            case "lang" -> new Part(post -> true, null, false);
            default ->
                throw wrong(
                        name + ":" + value,
                        "Reference to invalid operator '" + name + "'. Operator is not "
                                + "available in current product or product packaging.");
        };
    }

    private static Part is(String what) {
        return switch (what) {
            case "reply" -> new Part(post -> post.references.parent() != 0, null, false);
            case "retweet" -> new Part(post -> post.references.reposted() != 0, null, false);
            case "quote" -> new Part(post -> post.references.quoted() != 0, null, false);
            default -> throw wrong("is:" + what, "Reference to invalid operator 'is:" + what + "'.");
        };
    }

    private static Part has(String what) {
        return switch (what) {
            case "mentions" -> new Part(post -> !post.content.mentions().isEmpty(), null, false);
            case "media", "images" -> new Part(post -> !post.content.media().isEmpty(), null, false);
            case "links" -> new Part(post -> post.content.text().contains("https://t.co/"), null, false);
            case "hashtags" -> new Part(post -> post.content.text().contains("#"), null, false);
            default -> throw wrong("has:" + what, "Reference to invalid operator 'has:" + what + "'.");
        };
    }

    private long user(String nameOrId) {
        String name = nameOrId.startsWith("@") ? nameOrId.substring(1) : nameOrId;
        return world.user(name).map(user -> user.id).orElseGet(() -> {
            try {
                return Long.parseLong(name);
            } catch (NumberFormatException e) {
                return -1L;
            }
        });
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong(name + ":" + text, "The value of '" + name + "' must be an id.");
        }
    }
}
