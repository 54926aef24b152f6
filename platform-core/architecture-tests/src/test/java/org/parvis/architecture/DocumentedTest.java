package org.parvis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * What integrators write against explains itself: every public type and method of model and SPI has a comment, and every
 * interface that a plugin implements or is handed says on which thread, whether it blocks and until when, whose things are, what
 * goes wrong how, and what in the network it stands for.
 */
class DocumentedTest {
    private static final List<String> MODULES = List.of("model", "spi");

    /** What each such interface must say, in one of these words. */
    private static final Map<String, Pattern> THEMES = Map.of(
            "threads", Pattern.compile("(?i)\\bthreads?\\b"),
            "blocking", Pattern.compile("(?i)\\bblocks?\\b|\\bblocking\\b|\\bpure\\b"),
            "deadline", Pattern.compile("(?i)\\bdeadline\\b|\\bpure\\b|\\bat once\\b"),
            "ownership", Pattern.compile("(?i)\\bkeeps?\\b|\\bkept\\b|\\bcloses\\b|\\boutlives\\b|\\bholds\\b"),
            "errors", Pattern.compile("Exception\\b|ErrorKind\\b|\\bdefect\\b"),
            "source",
                    Pattern.compile(
                            "(?i)\\bcapabilit|\\bdescriptor\\b|\\bRFC\\b|_[A-Z*]+\\b|@code [A-Z]+\\}|\\bnetwork's\\b"));

    private record Documented(String name, boolean contract, String comment) {}

    @Test
    void everyPublicTypeAndMethodHasAComment() throws IOException {
        List<Documented> all = documented();
        assertThat(all).as("the search itself finds something").hasSizeGreaterThan(150);
        assertThat(all)
                .filteredOn(each -> each.comment().isBlank())
                .extracting(Documented::name)
                .as("without a comment")
                .isEmpty();
    }

    @Test
    void whatPluginsImplementOrAreHandedSaysHowItIsUsed() throws IOException {
        Map<String, List<String>> missing = new TreeMap<>();
        List<Documented> contracts =
                documented().stream().filter(Documented::contract).toList();
        assertThat(contracts).as("interfaces between platform and plugin").hasSizeGreaterThan(10);
        for (Documented contract : contracts) {
            List<String> themes = THEMES.entrySet().stream()
                    .filter(theme ->
                            !theme.getValue().matcher(contract.comment()).find())
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            if (!themes.isEmpty()) {
                missing.put(contract.name(), themes);
            }
        }
        assertThat(missing).as("what the type's comment does not say").isEmpty();
    }

    private static List<Documented> documented() throws IOException {
        List<Documented> found = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    problem -> {},
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources()));
            DocTrees comments = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Members(comments, found).scan(unit, null);
            }
        }
        return found;
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    /** Goes through what is public; an overridden method, a record's component and its constructor are told elsewhere. */
    private static final class Members extends TreePathScanner<Void, Void> {
        private final DocTrees comments;
        private final List<Documented> found;

        Members(DocTrees comments, List<Documented> found) {
            this.comments = comments;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            TreePath above = getCurrentPath().getParentPath();
            if (!isPublic(type.getModifiers(), above)) {
                return null;
            }
            boolean contract = type.getModifiers().getAnnotations().stream()
                    .map(annotation -> annotation.getAnnotationType().toString())
                    .anyMatch(name -> name.endsWith("ConsumerType") || name.endsWith("ProviderType"));
            add(type.getSimpleName().toString(), contract && type.getKind() == Tree.Kind.INTERFACE);
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            ClassTree owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            boolean constructor = method.getName().contentEquals("<init>");
            boolean told = overrides || (constructor && owner.getKind() == Tree.Kind.RECORD);
            if (!told && isPublic(method.getModifiers(), getCurrentPath().getParentPath())) {
                add(owner.getSimpleName() + "." + (constructor ? "new" : method.getName()), false);
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            return null;
        }

        private static boolean isPublic(ModifiersTree modifiers, TreePath above) {
            boolean inInterface = above.getLeaf().getKind() == Tree.Kind.INTERFACE;
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED)
                    || inInterface && !modifiers.getFlags().contains(Modifier.PRIVATE);
        }

        private void add(String name, boolean contract) {
            String comment = comments.getDocComment(getCurrentPath());
            String file = getCurrentPath().getCompilationUnit().getSourceFile().getName();
            String where = Path.of(file).getFileName() + ": " + name;
            found.add(new Documented(where, contract, comment == null ? "" : comment));
        }
    }
}
