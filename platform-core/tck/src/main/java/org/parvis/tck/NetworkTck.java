package org.parvis.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.parvis.model.ContentFormat;
import org.parvis.model.MediaRef;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkPlugin;

/**
 * The technology-compatibility kit of a network plugin. A plugin's build has one class that extends it, called
 * {@code <Something>NetworkTck}; it says how to make the plugin and how to make a simulator of its network, and may add what
 * only the author knows: error answers, webhooks, files.
 *
 * <p>One rule everywhere: what the descriptor declares must work, what it does not declare must raise {@code UNSUPPORTED}. Every
 * test has a plugin and a simulator of its own. The conformance report is in {@link #reports()} when the class is through.
 *
 * <p>Whatever a subclass overrides may be called often, from the thread that runs the tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class NetworkTck {
    private final Report report = new Report();

    /** A new instance of the plugin; two instances must not know each other. */
    protected abstract NetworkPlugin plugin() throws Exception;

    /** A freshly started simulator with an account and nothing else that matters; the kit closes it. */
    protected abstract NetworkSimulator simulator() throws Exception;

    /** Answers of the network, and what the plugin must make of them. */
    protected List<ErrorScenario> errorScenarios() {
        return List.of();
    }

    /** Requests as the network sends them to the webhook address. */
    protected List<WebhookSample> webhookSamples() throws Exception {
        return List.of();
    }

    /** Requests by which the network checks the webhook address. */
    protected List<WebhookHandshake> webhookHandshakes() throws Exception {
        return List.of();
    }

    /** The post that shows a format; override it where a format needs options. */
    protected Variant variant(ContentFormat format, String text, List<MediaRef> media) {
        return new Variant(format.id(), text, media, Map.of(), null);
    }

    /** A file of a type that a format takes; override it where the simulator looks closer than the kit's samples allow. */
    protected MediaFile media(ContentFormat format, String type) {
        return SampleMedia.of(format, type);
    }

    /**
     * Where the bundle is: the JAR that the system property {@code parvis.bundle} names, as the plugin parent's build sets it, or
     * the folder of classes while there is no JAR yet; what is about its manifest is skipped then.
     */
    protected Path bundle() {
        return BundleContent.of(getClass());
    }

    /** The descriptor, as the bundle carries it. */
    protected byte[] descriptorFile() throws IOException {
        return BundleContent.open(bundle()).descriptor();
    }

    /** The plugin's README with the fixed tables. */
    protected Path readme() {
        return Path.of("README.md");
    }

    /**
     * Tests that this plugin does not pass yet: the reason by {@code suite/test}. They are skipped and the report prints the
     * reason; one that would pass by now fails, so that no excuse outlives its cause.
     */
    protected Map<String, String> waivers() {
        return Map.of();
    }

    /**
     * The README's table of error mappings as the code has it, in the code's order; the lines for what no rule knows follow by
     * themselves. Empty for a table that is only looked at by people.
     */
    protected List<ErrorLine> errorTable() {
        return List.of();
    }

    /** The folder of {@code report.json} and {@code report.md}. */
    protected Path reports() {
        return Path.of("target", "tck");
    }

    @BeforeAll
    final void classesAreCalledNetworkTck() {
        if (!getClass().getSimpleName().endsWith("NetworkTck")) {
            throw new IllegalStateException(
                    "A class that runs the kit is called *NetworkTck, so that builds find it and people "
                            + "know it; this one is " + getClass().getName());
        }
    }

    @TestFactory
    @DisplayName("descriptor")
    public final Stream<DynamicTest> descriptorSuite() throws Exception {
        return run(new DescriptorSuite(kit()));
    }

    @TestFactory
    @DisplayName("linking")
    public final Stream<DynamicTest> linkingSuite() throws Exception {
        return run(new LinkingSuite(kit()));
    }

    @TestFactory
    @DisplayName("publishing")
    public final Stream<DynamicTest> publishingSuite() throws Exception {
        return run(new PublishingSuite(kit()));
    }

    @TestFactory
    @DisplayName("inbox")
    public final Stream<DynamicTest> inboxSuite() throws Exception {
        return run(new InboxSuite(kit()));
    }

    @TestFactory
    @DisplayName("responder")
    public final Stream<DynamicTest> responderSuite() throws Exception {
        return run(new ResponderSuite(kit()));
    }

    @TestFactory
    @DisplayName("analytics")
    public final Stream<DynamicTest> analyticsSuite() throws Exception {
        return run(new AnalyticsSuite(kit()));
    }

    @TestFactory
    @DisplayName("webhook")
    public final Stream<DynamicTest> webhookSuite() throws Exception {
        return run(new WebhookSuite(kit()));
    }

    @TestFactory
    @DisplayName("errors")
    public final Stream<DynamicTest> errorSuite() throws Exception {
        return run(new ErrorSuite(kit()));
    }

    @TestFactory
    @DisplayName("tolerance")
    public final Stream<DynamicTest> toleranceSuite() throws Exception {
        return run(new ToleranceSuite(kit()));
    }

    @TestFactory
    @DisplayName("paging")
    public final Stream<DynamicTest> pagingSuite() throws Exception {
        return run(new PagingSuite(kit()));
    }

    @TestFactory
    @DisplayName("behaviour")
    public final Stream<DynamicTest> behaviourSuite() throws Exception {
        return run(new BehaviourSuite(kit()));
    }

    @TestFactory
    @DisplayName("bundle")
    public final Stream<DynamicTest> bundleSuite() throws Exception {
        return run(new BundleSuite(kit()));
    }

    @TestFactory
    @DisplayName("lifecycle")
    public final Stream<DynamicTest> lifecycleSuite() throws Exception {
        return run(new LifecycleSuite(kit()));
    }

    private Kit kit() throws Exception {
        return new Kit(this);
    }

    private Stream<DynamicTest> run(Suite suite) {
        return suite.dynamicTests(report, waivers());
    }

    @AfterAll
    final void writeTheReport(TestInfo info) throws Exception {
        Files.createDirectories(reports());
        Set<String> inside =
                BundleContent.open(bundle()).librariesBeside(plugin().getClass().getPackageName());
        report.write(reports(), kit().descriptor(), info.getDisplayName(), inside);
    }
}
