package org.parvis.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/** A text holds what no database and no network takes: U+0000, or half of a surrogate pair. */
final class UnwritableTextException extends JsonMappingException {
    static final String WHY = "holds a character that is no text (U+0000, or half of a surrogate pair)";
    private static final long serialVersionUID = 1L;

    UnwritableTextException(JsonParser parser) {
        super(parser, "The text " + WHY);
    }

    /** Whether every character of the text can be stored and sent. */
    static boolean isWritable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0 || Character.isLowSurrogate(character)) {
                return false;
            }
            if (Character.isHighSurrogate(character)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
