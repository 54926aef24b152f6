package org.parvis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Whatever the core tells a person through REST is said in French too: every sentence in a method that makes a problem or a
 * violation must stand in the gateway's file. Sentences are found in the compiled classes, where a text put together from
 * parts is one constant with a mark for each part that varies.
 */
class SentencesTest {
    private static final String FILE = "/org/parvis/gateway/http/sentences.fr.json";
    /** The console speaks English; what plugins say of their networks is theirs. */
    private static final List<String> OTHERS =
            List.of("org.parvis.console", "org.parvis.network.", "org.parvis.loopback", "org.parvis.tck");

    private static final String VARYING = "\u0001";
    private static final Pattern SENTENCE = Pattern.compile("['A-Z\u0001].* .*[.\u0001]", Pattern.DOTALL);

    @Test
    void everySentenceOfAProblemIsSaidInFrench() throws IOException {
        Set<String> translated = new TreeSet<>();
        try (InputStream file = SentencesTest.class.getResourceAsStream(FILE)) {
            JsonNode sentences = new ObjectMapper().readTree(file);
            sentences.fieldNames().forEachRemaining(translated::add);
        }
        TreeMap<String, String> missing = new TreeMap<>();
        for (JavaClass type : Product.CLASSES) {
            if (OTHERS.stream().noneMatch(type.getPackageName()::startsWith)) {
                sentences(type).stream()
                        .filter(sentence -> !translated.contains(sentence))
                        .forEach(sentence -> missing.put(sentence, type.getName()));
            }
        }
        assertThat(missing).as("put these into the gateway's %s", FILE).isEmpty();
        assertThat(translated).as("the search itself finds something").hasSizeGreaterThan(100);
    }

    private static List<String> sentences(JavaClass type) throws IOException {
        URI source = type.getSource().orElseThrow().getUri();
        List<String> sentences = new ArrayList<>();
        try (InputStream bytes = source.toURL().openStream()) {
            new ClassReader(bytes).accept(new Methods(sentences), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }
        return sentences;
    }

    private static String numbered(String recipe) {
        String[] parts = recipe.split(VARYING, -1);
        StringBuilder numbered = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            numbered.append('{').append(i - 1).append('}').append(parts[i]);
        }
        return numbered.toString();
    }

    private static final class Methods extends ClassVisitor {
        private final List<String> sentences;

        Methods(List<String> sentences) {
            super(Opcodes.ASM9);
            this.sentences = sentences;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] thrown) {
            return new Texts(sentences);
        }
    }

    private static final class Texts extends MethodVisitor {
        private final List<String> sentences;
        private final List<String> texts = new ArrayList<>();
        private boolean tellsPeople;

        Texts(List<String> sentences) {
            super(Opcodes.ASM9);
            this.sentences = sentences;
        }

        @Override
        public void visitLdcInsn(Object constant) {
            if (constant instanceof String text) {
                texts.add(text);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
            if (bootstrap.getName().equals("makeConcatWithConstants")) {
                texts.add((String) arguments[0]);
            }
        }

        @Override
        public void visitMethodInsn(int code, String owner, String name, String type, boolean onInterface) {
            boolean makes = name.equals("<init>") || name.equals("invalid");
            tellsPeople |= makes
                    && (owner.equals("org/parvis/api/ProblemException") || owner.equals("org/parvis/model/Violation"));
        }

        @Override
        public void visitEnd() {
            if (tellsPeople) {
                texts.stream()
                        .filter(text -> SENTENCE.matcher(text).matches())
                        .map(SentencesTest::numbered)
                        .forEach(sentences::add);
            }
        }
    }
}
