package org.parvis.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parvis.model.RemoteId;

/**
 * The public signatures of SPI and model against the file in which they are written down. A difference is no mistake in itself;
 * it is something to look at in a review. {@code -Dparvis.api.update=true} writes the file anew. What may differ from what was
 * released is {@link ReleasedSignaturesTest}'s affair.
 */
class SignatureFileTest {
    private static final Path FILE = Path.of("src/api/spi-1.txt");

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
        for (Class<?> type : types()) {
            if (type.isInterface() && !type.isSealed() && !type.isAnnotation()) {
                assertThat(implementor(type))
                        .as("%s is a consumer or a provider type", type.getName())
                        .isIn("consumer ", "provider ");
            }
        }
    }

    /** The annotations are kept in class files and not beyond. */
    private static String implementor(Class<?> type) throws IOException {
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        String bytes;
        try (InputStream in = type.getResourceAsStream(file)) {
            bytes = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        String implementor = bytes.contains("Lorg/osgi/annotation/versioning/ConsumerType;") ? "consumer " : "";
        return implementor + (bytes.contains("Lorg/osgi/annotation/versioning/ProviderType;") ? "provider " : "");
    }

    @Test
    void onlyTypesOfTheJdkTheModelAndTheSpiAreSpokenOf() throws Exception {
        for (String line : signatures()) {
            assertThat(line.replaceAll("\"[^\"]*\"", ""))
                    .doesNotContain("fasterxml", "osgi", "org.parvis.api", "org.parvis.engine");
        }
    }

    static List<String> signatures() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Class<?> type : types()) {
            lines.addAll(signatures(type));
        }
        return lines;
    }

    private static List<String> signatures(Class<?> type) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(heading(type));
        members(type).forEach(member -> lines.add("    " + member));
        return lines;
    }

    private static Path classes(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** The types of the SPI, and those of the model that they speak of; the others are the core's own. */
    private static List<Class<?>> types() throws Exception {
        List<Class<?>> spi = types("org.parvis.spi", NetworkPlugin.class);
        List<Class<?>> model = types("org.parvis.model", RemoteId.class);
        TreeMap<String, Class<?>> spokenOf = new TreeMap<>();
        Deque<Class<?>> open = new ArrayDeque<>(spi);
        while (!open.isEmpty()) {
            String said = String.join("\n", signatures(open.poll()));
            for (Class<?> type : model) {
                boolean named = Pattern.compile("\\b" + Pattern.quote(type.getName()) + "(?![\\w$])")
                        .matcher(said)
                        .find();
                if (named && spokenOf.putIfAbsent(type.getName(), type) == null) {
                    open.add(type);
                }
            }
        }
        List<Class<?>> types = new ArrayList<>(spokenOf.values());
        types.addAll(spi);
        return types;
    }

    /** The visible types of a package and those below, from a folder or an archive. */
    private static List<Class<?>> types(String within, Class<?> one) throws Exception {
        Path place = classes(one);
        if (Files.isDirectory(place)) {
            return types(place, within);
        }
        try (FileSystem archive = FileSystems.newFileSystem(place)) {
            return types(archive.getPath("/"), within);
        }
    }

    private static List<Class<?>> types(Path root, String within) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.startsWith(within + ".") && name.endsWith(".class"))
                    .filter(name -> !name.endsWith("package-info.class"))
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

    private static String heading(Class<?> type) throws IOException {
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
        String implementor = type.isInterface() && !type.isSealed() ? implementor(type) : "";
        return modifiers + " " + sealed + implementor + kind + " " + type.getName()
                + (above.isEmpty() ? "" : " : " + above);
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
