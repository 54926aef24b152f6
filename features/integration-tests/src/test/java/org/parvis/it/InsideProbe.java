package org.parvis.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.apache.karaf.features.FeaturesService;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.change.ParticipantAwayException;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;

/**
 * Runs inside the container, one public method after the other: see {@link InsideIT}. Pax Exam's invoker knows JUnit 4 only,
 * and nothing but JUnit 4 and what is installed can be used here.
 */
public class InsideProbe {
    /** There is no library to wait with in the container. */
    private static final Duration POLL = Duration.ofMillis(20);

    private static final String NETWORK = "org.parvis.spi.NetworkPlugin";
    private static final Set<String> EXAM = Set.of("PAXEXAM", "org.apache.servicemix.bundles", "org.ops4j");
    private static final Set<String> SCHEMAS =
            Set.of("analytics", "engine", "inbox", "media", "publishing", "workspace");
    private static final Map<String, String> OFFERED = Map.of(
            "org.parvis.api.workspace.WorkspaceService", "org.parvis.workspace",
            "org.parvis.api.network.NetworkService", "org.parvis.engine",
            "org.parvis.api.network.InstallationService", "org.parvis.installer",
            "org.parvis.api.account.AccountService", "org.parvis.engine",
            "org.parvis.api.account.MendingService", "org.parvis.engine",
            "org.parvis.api.inbox.InboxService", "org.parvis.inbox",
            "org.parvis.api.publishing.PublishingService", "org.parvis.publishing",
            "org.parvis.api.analytics.AnalyticsService", "org.parvis.analytics",
            "org.parvis.api.archive.ArchiveService", "org.parvis.archive",
            "org.parvis.api.archive.BackupService", "org.parvis.archive");

    private final BundleContext context =
            FrameworkUtil.getBundle(InsideProbe.class).getBundleContext();

    /** The first, by its name: the platform is still empty. */
    @Test
    public void aBackupOfAnEarlierReleaseIsRestoredAndEverybodyGetsTheDatabaseBack() throws Exception {
        ServiceReference<?> backups = context.getServiceReference("org.parvis.api.archive.BackupService");
        Object service = context.getService(backups);
        await("every schema is migrated", () -> databases().size() == SCHEMAS.size());
        Set<Long> before = databases();
        Object restored = service.getClass()
                .getMethod("restore", Path.class, String.class)
                .invoke(service, Path.of("week-0.1.0.backup"), "probe");
        assertEquals(1_708L, restored.getClass().getMethod("allRows").invoke(restored));
        await("everybody has a database again", () -> databases().size() == before.size());
        Set<Long> after = databases();
        after.retainAll(before);
        assertEquals("offered anew to everybody", Set.of(), after);
        for (String type : OFFERED.keySet()) {
            await(type + " is back", () -> owners(type).size() == 1);
        }
        assertSame(backups, context.getServiceReference("org.parvis.api.archive.BackupService"));
    }

    private Set<Long> databases() {
        return references("org.parvis.store.Database").stream()
                .map(reference -> (Long) reference.getProperty(Constants.SERVICE_ID))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    public void everyServiceOfTheApiIsOfferedOnceByTheBundleItBelongsTo() throws Exception {
        Map<String, List<String>> found = new TreeMap<>();
        Map<String, List<String>> wanted = new TreeMap<>();
        for (Map.Entry<String, String> each : OFFERED.entrySet()) {
            wanted.put(each.getKey(), List.of(each.getValue()));
            found.put(each.getKey(), owners(each.getKey()));
        }
        assertEquals(wanted, found);
    }

    @Test
    public void theDatabaseIsOfferedOncePerMigratedSchema() throws Exception {
        Set<Object> schemas = new TreeSet<>();
        for (ServiceReference<?> reference : references("org.parvis.store.Database")) {
            assertTrue("offered twice: " + reference, schemas.add(reference.getProperty("schema")));
        }
        assertEquals(SCHEMAS, schemas);
    }

    @Test
    public void noTwoBundlesExportOnePackage() {
        Map<String, Set<String>> exporters = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            // The framework offers the JDK's packages too, and some libraries bring a newer one of those.
            if (bundle.getBundleId() > 0 && !isExam(bundle)) {
                wiring(bundle)
                        .getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)
                        .forEach(capability -> exporters
                                .computeIfAbsent(
                                        (String) capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE),
                                        name -> new TreeSet<>())
                                .add(bundle.getSymbolicName()));
            }
        }
        exporters.values().removeIf(bundles -> bundles.size() < 2);
        assertEquals(Map.of(), exporters);
    }

    @Test
    public void noBundleOfOursHasAnOptionalImport() {
        assertEquals(
                List.of(),
                ours().flatMap(bundle -> wiring(bundle).getRequirements(PackageNamespace.PACKAGE_NAMESPACE).stream())
                        .filter(requirement -> Constants.RESOLUTION_OPTIONAL.equals(
                                requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE)))
                        .toList());
    }

    @Test
    public void everyComponentOfOursIsSatisfied() {
        ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
        Bundle[] ours = ours().toArray(Bundle[]::new);
        List<String> unsatisfied = runtime.getComponentDescriptionDTOs(ours).stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                .filter(configuration -> configuration.state != ComponentConfigurationDTO.ACTIVE)
                .filter(configuration -> configuration.state != ComponentConfigurationDTO.SATISFIED)
                .map(configuration -> configuration.description.name)
                .toList();
        assertEquals(List.of(), unsatisfied);
        assertTrue(runtime.getComponentDescriptionDTOs(ours).size() > 50);
    }

    @Test
    public void everyHealthCheckIsContentThoughNobodyHasSetUpANetwork() {
        Map<String, Result.Status> found =
                service(HealthCheckExecutor.class).execute(HealthCheckSelector.tags("*")).stream()
                        .collect(Collectors.toMap(
                                each -> each.getHealthCheckMetadata().getName(),
                                each -> each.getHealthCheckResult().getStatus(),
                                (one, other) -> one,
                                TreeMap::new));
        assertEquals(
                Set.of(
                        "Budgets",
                        "Disk",
                        "Installed networks",
                        "Live",
                        "Networks",
                        "Outbox",
                        "REST",
                        "Services",
                        "Store",
                        "Traces",
                        "Vault"),
                found.keySet().stream()
                        .filter(name -> !name.startsWith("Network "))
                        .collect(Collectors.toSet()));
        // One for each network.
        assertTrue(found.keySet().toString(), found.containsKey("Network twitter"));
        assertTrue(found.keySet().toString(), found.containsKey("Network youtube"));
        // This container takes networks that nobody signed, and that must stay visible.
        assertEquals(Result.Status.WARN, found.remove("Installed networks"));
        assertEquals(found.toString(), Set.of(Result.Status.OK), Set.copyOf(found.values()));
    }

    @Test
    public void aNetworkSeesTheVocabularyAndTheSpiAndNothingElseOfOurs() throws Exception {
        Bundle network = bundle("org.parvis.network-twitter");
        Set<String> providers = wiring(network).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(BundleWire::getProvider)
                .map(provider -> provider.getBundle().getSymbolicName())
                .filter(name -> name.startsWith("org.parvis."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("org.parvis.model", "org.parvis.spi"), providers);
        for (String name : List.of("org.parvis.api.inbox.InboxService", "org.parvis.store.Database")) {
            assertThrows(ClassNotFoundException.class, () -> network.loadClass(name));
        }
        assertNotNull(network.loadClass("org.parvis.model.NetworkId"));
    }

    @Test
    public void nobodyIsWiredToANetworkSoThatRefreshingItTouchesItAlone() {
        Bundle network = bundle("org.parvis.network-twitter");
        assertEquals(Set.of(network), Set.copyOf(frameworkWiring().getDependencyClosure(List.of(network))));
    }

    /** A check that is made anew is away for a moment, and then nothing contradicts readiness. */
    @Test
    public void readinessIsDeniedByOneAndTheSameCheckWhileAServiceIsAway() throws Exception {
        ServiceReference<?> check = servicesCheck();
        Bundle analytics = bundle("org.parvis.analytics");
        analytics.stop();
        try {
            assertEquals(check, servicesCheck());
            await("readiness is denied", () -> readiness() == Result.Status.TEMPORARILY_UNAVAILABLE);
        } finally {
            analytics.start();
        }
        await(
                "the service is back",
                () -> owners("org.parvis.api.analytics.AnalyticsService").size() == 1);
        assertEquals(check, servicesCheck());
        await("it is ready again", () -> readiness() == Result.Status.OK);
    }

    /** A page of posts that is committed while nobody keeps posts would be lost: the cursor moves on, and nobody asks again. */
    @Test
    public void nothingChangesWhileAnybodyIsAwayWhoHasToHearOfIt() throws Exception {
        ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
        List<ComponentDescriptionDTO> participants = runtime.getComponentDescriptionDTOs().stream()
                .filter(component -> component.properties.containsKey(ChangeParticipant.NAME))
                .toList();
        assertEquals(5, participants.size());
        for (ComponentDescriptionDTO participant : participants) {
            runtime.disableComponent(participant).getValue();
            try {
                String message = assertThrows(participant.name, ParticipantAwayException.class, this::announce)
                        .getMessage();
                assertTrue(message, message.contains((String) participant.properties.get(ChangeParticipant.NAME)));
            } finally {
                runtime.enableComponent(participant).getValue();
            }
            await("somebody hears of changes again after " + participant.name, this::isHeard);
        }
    }

    private boolean isHeard() {
        try {
            announce();
            return true;
        } catch (ParticipantAwayException away) {
            return false;
        }
    }

    /** Of an account that nobody has: whoever is told finds nothing to do. */
    private void announce() {
        service(ChangeParticipants.class)
                .announce(
                        new WorkspaceId(new UUID(0, 1)),
                        List.of(new Change.AccountUnlinked(new AccountId(new UUID(0, 1)))));
    }

    private ServiceReference<?> servicesCheck() {
        return references("org.apache.felix.hc.api.HealthCheck").stream()
                .filter(reference -> "Services".equals(reference.getProperty("hc.name")))
                .findFirst()
                .orElseThrow();
    }

    private Result.Status readiness() {
        return service(HealthCheckExecutor.class).execute(HealthCheckSelector.tags("systemready")).stream()
                .map(each -> each.getHealthCheckResult().getStatus())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Test
    public void aNetworkStopsAndStartsWhileNoOtherBundleOrServiceChanges() throws Exception {
        Bundle network = bundle("org.parvis.network-twitter");
        Map<Long, BundleWiring> wirings = wirings(network);
        Set<Long> services = services(network);
        List<String> before = owners(NETWORK);
        try (Watch watch = new Watch(network)) {
            network.stop();
            List<String> others = new ArrayList<>(before);
            others.remove(network.getSymbolicName());
            assertEquals(others, owners(NETWORK));
            assertEquals(services, services(network));
            network.start();
            await("the network is back", () -> owners(NETWORK).equals(before));
            assertEquals(List.of(), watch.others);
        }
        assertSameWirings(wirings, wirings(network));
        assertEquals(services, services(network));
    }

    @Test
    public void twentyRestartsOfANetworkLeaveNeitherThreadsNorServicesBehind() throws Exception {
        Bundle network = bundle("org.parvis.network-twitter");
        restart(network);
        int services = references(null).size();
        Set<String> threads = threads();
        for (int round = 0; round < 20; round++) {
            restart(network);
        }
        await("the services are as many as before", () -> references(null).size() == services);
        // A pool may have grown to its bound; what must not be is one thread more per restart.
        Set<String> more = threads();
        more.removeAll(threads);
        assertTrue("threads that were not there before: " + more, more.size() < 10);
    }

    @Test
    public void aNetworkIsInstalledAndRemovedAndItsLoaderIsCollected() throws Exception {
        FeaturesService features = service(FeaturesService.class);
        Map<Long, BundleWiring> wirings = wirings(null);
        List<String> before = owners(NETWORK);
        WeakReference<ClassLoader> loader;
        try (Watch watch = new Watch(null)) {
            features.installFeature("parvis-loopback", EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
            await("the network is offered", () -> owners(NETWORK).contains("org.parvis.loopback"));
            Bundle installed = bundle("org.parvis.loopback");
            loader = new WeakReference<>(wiring(installed).getClassLoader());
            features.uninstallFeature("parvis-loopback", EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
            assertEquals(before, owners(NETWORK));
            refresh(installed);
            assertEquals(
                    List.of(),
                    watch.others.stream()
                            .filter(event -> !event.contains("org.parvis.loopback"))
                            .toList());
        }
        assertSameWirings(wirings, wirings(null));
        await("its class loader is collected", () -> {
            System.gc();
            return loader.get() == null;
        });
    }

    /** Through the folder, from the version that was shipped on; the last is removed as a network that a feature brings. */
    @Test
    public void updatesOfANetworkTouchNoOtherBundleAndLeaveNoLoaderBehind() throws Exception {
        String name = "org.parvis.network-youtube";
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        Set<String> threads = new TreeSet<>();
        Map<Long, BundleWiring> wirings = wirings(bundle(name));
        try (Watch watch = new Watch(null)) {
            for (int round = 1; round <= 5; round++) {
                String version = "0.9." + round;
                long before = bundle(name).getBundleId();
                loaders.add(new WeakReference<>(wiring(bundle(name)).getClassLoader()));
                drop(bundle(name), version);
                await(
                        version + " alone is there",
                        () -> context.getBundle(before) == null
                                && bundle(name).getVersion().toString().equals(version)
                                && owners(NETWORK).stream().filter(name::equals).count() == 1);
                if (round == 1) {
                    threads.addAll(threads());
                }
            }
            assertEquals(
                    List.of(),
                    watch.others.stream().filter(event -> !event.contains(name)).toList());
        }
        assertSameWirings(wirings, wirings(bundle(name)));
        await("the loaders of all that went are collected", () -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.get() == null);
        });
        Set<String> more = threads();
        more.removeAll(threads);
        assertTrue("threads that were not there before: " + more, more.size() < 5);
    }

    /** Lays the bundle's own file into the folder, under another version. */
    private static void drop(Bundle bundle, String version) throws IOException {
        Path folder = Path.of(System.getProperty("parvis.home"), "deploy");
        Path part = folder.resolve("youtube-" + version + ".part");
        try (JarInputStream in = new JarInputStream(content(bundle))) {
            in.getManifest().getMainAttributes().putValue("Bundle-Version", version);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(part), in.getManifest())) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        Files.move(part, folder.resolve("youtube-" + version + ".jar"));
    }

    private static InputStream content(Bundle bundle) throws IOException {
        if (bundle.getLocation().startsWith("mvn:")) {
            return URI.create(bundle.getLocation()).toURL().openStream();
        }
        return Files.newInputStream(
                Path.of(System.getProperty("parvis.home"), "data/plugins/youtube", bundle.getVersion() + ".jar"));
    }

    /** What happened to bundles other than the one named. */
    private final class Watch implements AutoCloseable {
        private final List<String> others = new CopyOnWriteArrayList<>();
        private final SynchronousBundleListener listener;

        private Watch(Bundle one) {
            listener = event -> {
                if (!event.getBundle().equals(one)) {
                    others.add(event.getBundle().getSymbolicName() + " " + event.getType());
                }
            };
            context.addBundleListener(listener);
        }

        @Override
        public void close() {
            context.removeBundleListener(listener);
        }
    }

    private void restart(Bundle network) throws BundleException {
        network.stop();
        network.start();
        await("the network is back", () -> owners(NETWORK).contains(network.getSymbolicName()));
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        frameworkWiring().refreshBundles(List.of(bundle), event -> refreshed.countDown());
        assertTrue(refreshed.await(30, TimeUnit.SECONDS));
    }

    private FrameworkWiring frameworkWiring() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
    }

    private static void assertSameWirings(Map<Long, BundleWiring> before, Map<Long, BundleWiring> after) {
        assertEquals(before.keySet(), after.keySet());
        before.forEach((id, wiring) -> assertSame("bundle " + id, wiring, after.get(id)));
    }

    private Map<Long, BundleWiring> wirings(Bundle except) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> !bundle.equals(except))
                .collect(Collectors.toMap(Bundle::getBundleId, InsideProbe::wiring, (one, other) -> one, TreeMap::new));
    }

    private Set<Long> services(Bundle except) {
        return references(null).stream()
                .filter(reference -> reference.getBundle() != null)
                .filter(reference -> !reference.getBundle().equals(except) && isOurs(reference.getBundle()))
                .map(reference -> (Long) reference.getProperty(Constants.SERVICE_ID))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("parvis"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> owners(String type) {
        return references(type).stream()
                .map(reference -> reference.getBundle().getSymbolicName())
                .sorted()
                .toList();
    }

    private List<ServiceReference<?>> references(String type) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(type, null);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private <T> T service(Class<T> type) {
        return Optional.ofNullable(context.getServiceReference(type))
                .map(context::getService)
                .orElseThrow(() -> new AssertionError("nobody offers " + type));
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not installed: " + name));
    }

    private Stream<Bundle> ours() {
        return Arrays.stream(context.getBundles()).filter(InsideProbe::isOurs);
    }

    private static boolean isOurs(Bundle bundle) {
        return String.valueOf(bundle.getSymbolicName()).startsWith("org.parvis.");
    }

    private static boolean isExam(Bundle bundle) {
        return EXAM.stream().anyMatch(String.valueOf(bundle.getSymbolicName())::startsWith);
    }

    private static BundleWiring wiring(Bundle bundle) {
        return bundle.adapt(BundleWiring.class);
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant until = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertTrue("in vain: " + what, Instant.now().isBefore(until));
            // Inside the container there is no Awaitility, and what is awaited is of many kinds.
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
