package org.parvis.gateway.description;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.gateway.http.ProblemJson;

/** The schemas of the views, completed by what the records say: a component without {@code @Nullable} is always there. */
final class Views {
    private static final String PACKAGE = "org.parvis.gateway.view.";
    private static final String PAGE = "PageJson";

    private Views() {}

    static void complete(Components components) {
        ModelConverters.getInstance(true).readAll(ProblemJson.class).forEach(components::addSchemas);
        for (Map.Entry<String, Schema> entry : components.getSchemas().entrySet()) {
            Schema<?> schema = entry.getValue();
            if (entry.getKey().startsWith(PAGE)) {
                schema.setRequired(List.of("items", "next"));
                nullable(schema, "next");
            } else {
                complete(schema, find(entry.getKey(), components.getSchemas().keySet()));
            }
        }
    }

    private static Class<?> find(String name, Set<String> all) {
        if (name.equals("ProblemJson")) {
            return ProblemJson.class;
        }
        if (name.equals("FieldJson")) {
            return ProblemJson.FieldJson.class;
        }
        List<String> candidates = new ArrayList<>(List.of(PACKAGE + name));
        all.forEach(outer -> candidates.add(PACKAGE + outer + "$" + name));
        for (String candidate : candidates) {
            try {
                return Class.forName(candidate);
            } catch (ClassNotFoundException notThere) {
                continue;
            }
        }
        throw new IllegalStateException("The description names a schema that no view has: " + name);
    }

    private static void complete(Schema<?> schema, Class<?> view) {
        Set<String> required = new LinkedHashSet<>();
        boolean input = false;
        for (RecordComponent component : view.getRecordComponents()) {
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            boolean demanded = isDemanded(component);
            input |= demanded;
            if (demanded || !nullable) {
                required.add(component.getName());
            } else {
                nullable(schema, component.getName());
            }
        }
        // Answers always have all members; of a request, those that may be missing are.
        boolean answer = !input && !isRequest(view);
        schema.setRequired(answer ? List.copyOf(schema.getProperties().keySet()) : List.copyOf(required));
        if (!answer) {
            schema.setAdditionalProperties(false);
        }
    }

    private static boolean isRequest(Class<?> view) {
        Class<?> outer = view.getEnclosingClass() == null ? view : view.getEnclosingClass();
        return outer.getSimpleName().startsWith("New")
                || outer.getSimpleName().endsWith("ChangeJson")
                || outer.getSimpleName().equals("ScheduleJson");
    }

    private static boolean isDemanded(RecordComponent component) {
        io.swagger.v3.oas.annotations.media.Schema said =
                component.getAccessor().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return said != null && said.requiredMode() == io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;
    }

    private static void nullable(Schema<?> schema, String name) {
        Schema<?> member = Objects.requireNonNull(schema.getProperties().get(name), name);
        if (member.get$ref() != null) {
            Schema<?> either = new JsonSchema();
            either.setAnyOf(List.of(new JsonSchema().$ref(member.get$ref()), typed("null")));
            schema.getProperties().put(name, either);
        } else {
            member.addType("null");
        }
    }

    static Schema<?> text() {
        return typed("string");
    }

    static Schema<?> flag() {
        return typed("boolean");
    }

    static Schema<?> time() {
        return typed("string").format("date-time");
    }

    static Schema<?> number(int least, int most, int normally) {
        Schema<?> schema = typed("integer");
        schema.setMinimum(BigDecimal.valueOf(least));
        schema.setMaximum(BigDecimal.valueOf(most));
        schema.setDefault(normally);
        return schema;
    }

    static Schema<?> choice(String... values) {
        Schema<Object> schema = new JsonSchema();
        schema.addType("string");
        schema.setEnum(List.of((Object[]) values));
        return schema;
    }

    private static Schema<?> typed(String type) {
        Schema<?> schema = new JsonSchema();
        schema.addType(type);
        return schema;
    }
}
