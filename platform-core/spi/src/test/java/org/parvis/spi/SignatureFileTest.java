package org.parvis.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The SPI's public signatures against the file in which they are written down. A difference is no mistake in itself; it is
 * something to look at in a review. {@code -Dparvis.api.update=true} writes the file anew.
 */
class SignatureFileTest {
    private static final Path FILE = Path.of("src/api/spi-0.txt");

    @Test
    void theSignaturesAreThoseOfTheFile() throws Exception {
        List<String> actual = signatures();
        if (Boolean.getBoolean("parvis.api.update")) {
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, actual);
        }
        assertThat(actual)
                .as(
                        "The SPI differs from %s. If it should, run this test with -Dparvis.api.update=true and commit the file",
                        FILE)
                .containsExactlyElementsOf(Files.readAllLines(FILE));
    }

    @Test
    void everyInterfaceSaysWhoImplementsIt() throws Exception {
        Path classes = classes();
        for (Class<?> type : types(classes)) {
            if (type.isInterface() && !type.isSealed() && !type.isAnnotation()) {
                String bytes = Files.readString(
                        classes.resolve(type.getName().replace('.', '/') + ".class"),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
                boolean consumer = bytes.contains("Lorg/osgi/annotation/versioning/ConsumerType;");
                boolean provider = bytes.contains("Lorg/osgi/annotation/versioning/ProviderType;");
                assertThat(consumer ^ provider)
                        .as("%s is a consumer or a provider type", type.getName())
                        .isTrue();
            }
        }
    }

    @Test
    void onlyTypesOfTheJdkTheModelAndTheSpiAreSpokenOf() throws Exception {
        for (String line : signatures()) {
            assertThat(line.replaceAll("\"[^\"]*\"", ""))
                    .doesNotContain("fasterxml", "osgi", "org.parvis.api", "org.parvis.engine");
        }
    }

    private static List<String> signatures() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Class<?> type : types(classes())) {
            lines.add(heading(type));
            members(type).forEach(member -> lines.add("    " + member));
        }
        return lines;
    }

    private static Path classes() throws Exception {
        return Path.of(NetworkPlugin.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static List<Class<?>> types(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .sorted()
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(SignatureFileTest::isVisible)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, NetworkPlugin.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && !type.isSynthetic()
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static String heading(Class<?> type) {
        String kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        String modifiers =
                Modifier.toString(type.getModifiers() & ~(Modifier.INTERFACE | Modifier.ABSTRACT | Modifier.STATIC));
        String above = Stream.concat(
                        type.getSuperclass() == null || type.getSuperclass() == Object.class
                                ? Stream.empty()
                                : Stream.of(type.getGenericSuperclass()),
                        Arrays.stream(type.getGenericInterfaces()))
                .map(Type::getTypeName)
                .filter(name -> !name.equals("java.lang.Record") && !name.startsWith("java.lang.Enum<"))
                .collect(Collectors.joining(", "));
        String sealed = type.isSealed() ? "sealed " : "";
        return modifiers + " " + sealed + kind + " " + type.getName() + (above.isEmpty() ? "" : " : " + above);
    }

    private static TreeSet<String> members(Class<?> type) {
        TreeSet<String> members = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (isOffered(field.getModifiers()) && !field.isSynthetic()) {
                members.add((field.isEnumConstant() ? "constant " : "field " + nullable(field.getAnnotatedType()) + " ")
                        + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isOffered(constructor.getModifiers()) && !constructor.isSynthetic()) {
                members.add("new(" + types(constructor.getAnnotatedParameterTypes()) + ")"
                        + thrown(constructor.getGenericExceptionTypes()));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isOffered(method.getModifiers()) && !method.isSynthetic() && !method.isBridge()) {
                members.add(method(method));
            }
        }
        return members;
    }

    private static boolean isOffered(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String method(Method method) {
        String kind = method.isDefault() ? "default " : Modifier.isStatic(method.getModifiers()) ? "static " : "";
        String variables = Arrays.stream(method.getTypeParameters())
                .map(TypeVariable::getName)
                .collect(Collectors.joining(", "));
        return kind + (variables.isEmpty() ? "" : "<" + variables + "> ") + nullable(method.getAnnotatedReturnType())
                + " " + method.getName() + "(" + types(method.getAnnotatedParameterTypes()) + ")"
                + thrown(method.getGenericExceptionTypes());
    }

    private static String types(AnnotatedType[] types) {
        return Arrays.stream(types).map(SignatureFileTest::nullable).collect(Collectors.joining(", "));
    }

    private static String thrown(Type[] types) {
        return types.length == 0
                ? ""
                : " throws " + Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", "));
    }

    /** A type with its type arguments, and whether there may be none of it. */
    private static String nullable(AnnotatedType type) {
        boolean nullable = Arrays.stream(type.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
        String name = type.getType().getTypeName();
        if (type instanceof AnnotatedParameterizedType parameterized
                && parameterized.getType() instanceof java.lang.reflect.ParameterizedType raw) {
            name = raw.getRawType().getTypeName() + "<" + types(parameterized.getAnnotatedActualTypeArguments()) + ">";
        }
        return name + (nullable ? "?" : "");
    }
}
