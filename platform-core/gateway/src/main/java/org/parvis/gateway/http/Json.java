package org.parvis.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsMediaType;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;

/** JSON of requests and answers: RFC 3339 times; a member that nobody knows is an error, so that no typing error passes silently. */
@Component(
        service = {MessageBodyReader.class, MessageBodyWriter.class},
        scope = ServiceScope.PROTOTYPE)
@JakartarsExtension
@JakartarsName("json")
@JakartarsMediaType({"application/json", "application/problem+json"})
public final class Json extends JacksonJsonProvider {
    /** The one mapper; only types of this bundle are mapped. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(writableTexts())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static SimpleModule writableTexts() {
        SimpleModule module = new SimpleModule("writable-texts");
        module.addDeserializer(String.class, new WritableText());
        module.addKeyDeserializer(String.class, new WritableKey());
        return module;
    }

    /** Takes JSON strings only, not numbers, and only such that can be stored. */
    private static final class WritableText extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        WritableText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (String) context.handleUnexpectedToken(String.class, parser);
            }
            String text = parser.getText();
            if (!UnwritableTextException.isWritable(text)) {
                throw new UnwritableTextException(parser);
            }
            return text;
        }
    }

    /** As {@link WritableText}, for names that the asker chooses. */
    private static final class WritableKey extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            if (!UnwritableTextException.isWritable(key)) {
                throw new UnwritableTextException(context.getParser());
            }
            return key;
        }
    }

    /** A value of this bundle as JSON. */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The records of this bundle always have a JSON form", impossible);
        }
    }

    public static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    private final Speech speech;

    @Context
    private @Nullable HttpHeaders headers;

    @Activate
    public Json(@Reference Speech speech) {
        super(MAPPER);
        this.speech = speech;
    }

    /** As the mapper writes it, with the texts that people read in their language ({@link SpokenText}). */
    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> answer,
            OutputStream body)
            throws IOException {
        List<Locale> languages = headers == null ? List.of() : headers.getAcceptableLanguages();
        answer.addAll(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        MAPPER.writer()
                .withAttribute(SpokenText.SPEAKER, new SpokenText.Speaker(speech.to(languages)))
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .writeValue(body, value);
    }
}
