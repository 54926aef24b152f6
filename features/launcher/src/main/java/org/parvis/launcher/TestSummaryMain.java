package org.parvis.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Adds up what Surefire and Failsafe reported, over all modules, and says why tests were skipped. Where the shared data
 * is promised ("required"), a test that was skipped for want of a file of it counts as failed. For each network it prints
 * what the compatibility kit reported: the number of tests of each suite, and each skipped one with its reason; a network
 * whose kit ran and left no report counts as failed.
 *
 * <p>One file without other classes of ours, so that {@code ./parvis test} can run it from its source, whatever failed.
 */
public final class TestSummaryMain {
    private static final Pattern SECOND_WAY = Pattern.compile("([A-Za-z]+)NetworkTck\\.xml$");

    private final boolean sharedRequired;
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> skips = new TreeMap<>();
    private final List<String> kits = new ArrayList<>();
    private int total;
    private int skipped;

    /** Takes the root of the repository and {@code required} or {@code optional}; ends with 1 unless all tests passed. */
    public static void main(String[] arguments) throws IOException {
        System.exit(print(Path.of(arguments[0]), arguments[1].equals("required"), System.out) ? 0 : 1);
    }

    private TestSummaryMain(boolean sharedRequired) {
        this.sharedRequired = sharedRequired;
    }

    static boolean print(Path root, boolean sharedRequired, PrintStream out) throws IOException {
        TestSummaryMain summary = new TestSummaryMain(sharedRequired);
        for (Path report : reports(root)) {
            summary.read(report);
            if (report.getFileName().toString().endsWith("NetworkTck.xml")) {
                summary.readKit(report);
            }
        }
        return summary.print(out);
    }

    private static List<Path> reports(Path root) throws IOException {
        List<Path> reports = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean leave = name.equals("src") || name.equals("node_modules") || name.startsWith(".");
                return leave && !folder.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String folder = file.resolveSibling("").getFileName().toString();
                boolean ofTests = folder.equals("surefire-reports") || folder.equals("failsafe-reports");
                if (ofTests && file.getFileName().toString().matches("TEST-.*\\.xml")) {
                    reports.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return reports;
    }

    private void read(Path report) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            NodeList cases = factory.newDocumentBuilder().parse(report.toFile()).getElementsByTagName("testcase");
            for (int index = 0; index < cases.getLength(); index++) {
                count((Element) cases.item(index));
            }
        } catch (ParserConfigurationException | SAXException broken) {
            // A test JVM that died leaves half a report; that is a failure, not a reason to say nothing.
            failures.add(report.getFileName() + " (the report is broken: its test process died)");
            total++;
        }
    }

    private void count(Element test) {
        total++;
        String name = test.getAttribute("classname") + "." + test.getAttribute("name");
        NodeList skip = test.getElementsByTagName("skipped");
        if (test.getElementsByTagName("failure").getLength() > 0
                || test.getElementsByTagName("error").getLength() > 0) {
            failures.add(name);
        } else if (skip.getLength() > 0) {
            String reason = reason((Element) skip.item(0));
            if (sharedRequired && reason.contains("parvis.shared")) {
                failures.add(name + " (" + reason + ")");
            } else {
                skipped++;
                skips.merge(reason.isEmpty() ? "no reason given" : reason, 1, Integer::sum);
            }
        }
    }

    /** The kit's report lies beside those of the tests: in {@code target/tck}, or, of a second way in, in a folder called after it. */
    private void readKit(Path report) throws IOException {
        String folder = "tck";
        Matcher second = SECOND_WAY.matcher(report.getFileName().toString());
        if (second.find() && Files.isDirectory(report.resolveSibling("../tck-" + words(second.group(1))))) {
            folder = "tck-" + words(second.group(1));
        }
        Path kit = report.resolveSibling("../" + folder + "/report.md").normalize();
        if (!Files.exists(kit)) {
            failures.add(report.getFileName() + " (the kit ran and left no report: there is no " + kit + ")");
            total++;
            return;
        }
        String network = "";
        String all = "";
        String section = "";
        List<String> suites = new ArrayList<>();
        List<String> skippedTests = new ArrayList<>();
        for (String line : Files.readAllLines(kit)) {
            String[] cells = line.split(" *\\| *");
            if (line.startsWith("# Conformance of ")) {
                network = line.substring("# Conformance of ".length());
            } else if (line.startsWith("## ")) {
                section = line;
            } else if (line.startsWith("| **all**")) {
                all = counted(cells);
            } else if (cells.length == 6 && cells[2].matches("\\d+")) {
                suites.add(cells[1] + " " + cells[2] + (cells[5].equals("0") ? "" : " (" + cells[5] + " skipped)"));
            } else if (section.startsWith("## Skipped") && line.startsWith("* ")) {
                skippedTests.add("    skipped " + line.substring(2).replace("`", ""));
            }
        }
        kits.add("kit of " + network + folder.substring("tck".length()).replace('-', ' ') + ": " + all + "\n    "
                + String.join(", ", suites));
        kits.addAll(skippedTests);
    }

    /** {@code FacebookLogin} is {@code facebook-login}. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String counted(String[] cells) {
        return cells[2] + " tests, " + cells[3] + " passed, " + cells[4] + " failed, " + cells[5] + " skipped";
    }

    /** Surefire writes the reason as an attribute, or as the first line of a stack trace behind the exception's name. */
    private static String reason(Element skip) {
        String attribute = skip.getAttribute("message").strip();
        return attribute.isEmpty()
                ? skip.getTextContent().strip().lines().findFirst().orElse("").replaceFirst("^[\\w.$]+: ", "")
                : attribute;
    }

    private boolean print(PrintStream out) {
        kits.forEach(out::println);
        failures.forEach(name -> out.println("failed: " + name));
        skips.forEach((reason, times) -> out.println("skipped " + times + ": " + reason));
        int passed = total - failures.size() - skipped;
        out.println(passed + " passed, " + failures.size() + " failed, " + skipped + " skipped");
        return failures.isEmpty() && passed > 0;
    }
}
