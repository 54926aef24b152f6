package org.parvis.simulator.instagram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One requested field with its modifiers and what is requested below it:
 * {@code comments.filter(stream).limit(5){id,from{name}}}.
 */
record Selection(String name, Map<String, String> modifiers, List<Selection> below) {

    static List<Selection> parse(String fields) {
        Parser parser = new Parser(fields);
        List<Selection> all = parser.list();
        if (parser.at < fields.length()) {
            throw Refusal.of(
                    400,
                    "OAuthException",
                    2500,
                    0,
                    "Syntax error \"Expected end of string instead of \"" + fields.charAt(parser.at)
                            + "\".\" at character " + parser.at + ": " + fields);
        }
        return all;
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<Selection> list() {
            List<Selection> all = new ArrayList<>();
            while (at < text.length() && text.charAt(at) != '}') {
                all.add(one());
                if (at < text.length() && text.charAt(at) == ',') {
                    at++;
                } else {
                    break;
                }
            }
            return all;
        }

        private Selection one() {
            String name = word();
            Map<String, String> modifiers = new LinkedHashMap<>();
            while (at < text.length() && text.charAt(at) == '.') {
                at++;
                String modifier = word();
                expect('(');
                int end = text.indexOf(')', at);
                if (end < 0) {
                    throw syntax();
                }
                modifiers.put(modifier, text.substring(at, end));
                at = end + 1;
            }
            List<Selection> below = List.of();
            if (at < text.length() && text.charAt(at) == '{') {
                at++;
                below = list();
                expect('}');
            }
            return new Selection(name, modifiers, below);
        }

        private String word() {
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            if (start == at) {
                throw syntax();
            }
            return text.substring(start, at);
        }

        private void expect(char wanted) {
            if (at >= text.length() || text.charAt(at) != wanted) {
                throw syntax();
            }
            at++;
        }

        private Refusal syntax() {
            return Refusal.of(400, "OAuthException", 2500, 0, "Syntax error at character " + at + ": " + text);
        }
    }
}
