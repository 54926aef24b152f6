package org.parvis.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Writes a text that a person reads in the language of whoever asked; English where the answer is not written for a request.
 * Stands at the members that hold sentences of the core or of networks, and at no others: what people wrote stays as it is.
 */
public final class SpokenText extends StdScalarSerializer<String> {
    /** The attribute of a writer that holds how the reader is spoken to. */
    static final String SPEAKER = SpokenText.class.getName();

    private static final long serialVersionUID = 1L;

    /** For Jackson, which finds it by the annotation. */
    public SpokenText() {
        super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
        Object speaker = provider.getAttribute(SPEAKER);
        json.writeString(speaker instanceof Speaker known ? known.say().apply(text) : text);
    }

    /** How the reader is spoken to. */
    record Speaker(UnaryOperator<String> say) {}
}
