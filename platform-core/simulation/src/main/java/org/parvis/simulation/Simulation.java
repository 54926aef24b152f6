package org.parvis.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A running simulation: one control interface and any number of networks, each on its own port of the loopback address.
 * Tests embed it; {@link SimulationMain} runs it as a program.
 *
 * <p>Thread-safe. It owns its threads, sockets and files and gives them back on {@link #close}.
 */
public final class Simulation implements AutoCloseable {

    /** The only address anything here listens on. */
    public static final String HOST = "127.0.0.1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 400;
    private static final long IDLE_MILLIS = 900_000;

    private record Running(
            SimulatedNetwork network, Server server, ServerConnector connector, ArchiveSummary archive) {}

    private final SimulationClock clock;
    private final Journal journal;
    private final Faults faults = new Faults();
    private final ExchangeLog exchanges;
    private final Map<String, Running> networks = new LinkedHashMap<>();
    private final Server control;

    private Simulation(SimulationClock clock, Journal journal, int controlPort) {
        this.clock = clock;
        this.journal = journal;
        this.exchanges = new ExchangeLog(clock);
        this.control = server("simulation-control", controlPort, new ControlHandler(this));
    }

    /** Loads and starts everything; on return it answers. */
    public static Simulation start(SimulationOptions options) throws Exception {
        Files.createDirectories(options.home());
        Path clockFile = options.clockFile();
        SimulationClock clock = clockFile == null ? SimulationClock.local() : SimulationClock.shared(clockFile);
        Simulation simulation =
                new Simulation(clock, Journal.open(options.home().resolve("journal.jsonl")), options.controlPort());
        try {
            simulation.control.start();
            Map<String, SimulatedNetwork> known = known();
            Archives archives = Archives.read(options, known.keySet(), clock.instant());
            for (Map.Entry<String, Integer> wanted : options.networks().entrySet()) {
                String id = wanted.getKey();
                simulation.open(id, wanted.getValue(), known, archives.take(id), options);
            }
            simulation.announce(options.home());
            return simulation;
        } catch (Exception e) {
            simulation.close();
            throw e;
        }
    }

    private static Map<String, SimulatedNetwork> known() {
        return ServiceLoader.load(SimulatedNetwork.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(Collectors.toMap(SimulatedNetwork::id, network -> network));
    }

    private void open(
            String id, int port, Map<String, SimulatedNetwork> known, Archive archive, SimulationOptions options)
            throws Exception {
        SimulatedNetwork network = known.get(id);
        if (network == null) {
            throw new IllegalArgumentException("No simulator for \"" + id + "\" is on the class path.");
        }
        ArchiveFiles files = new ArchiveFiles();
        Server server = server("simulation-" + id, port, new NetworkHandler(network, faults, exchanges, files));
        ServerConnector connector = (ServerConnector) server.getConnectors()[0];
        connector.open();
        NetworkJournal own = new NetworkJournal(journal, id, clock);
        URI base = URI.create("http://" + HOST + ":" + connector.getLocalPort());
        Archive shown = network.servesFiles() ? archive : files.offer(archive, base);
        network.open(new NetworkEnvironment(clock, shown, own, options.networkOptions(), base));
        server.start();
        networks.put(id, new Running(network, server, connector, ArchiveSummary.of(archive)));
    }

    private static Server server(String name, int port, Handler handler) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName(name);
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(64 << 10);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setReuseAddress(true);
        server.addConnector(connector);
        server.setHandler(handler);
        return server;
    }

    private void announce(Path home) throws IOException {
        Archives.write(home.resolve("simulation.json"), addresses());
    }

    /** Where everything listens, as the program prints it. */
    ObjectNode addresses() {
        ObjectNode node = JSON.createObjectNode().put("control", controlUri().toString());
        ObjectNode all = node.putObject("networks");
        networks.keySet().forEach(id -> all.put(id, networkUri(id).toString()));
        return node;
    }

    /** Where the control interface is. */
    public URI controlUri() {
        return URI.create("http://" + HOST + ":" + ((ServerConnector) control.getConnectors()[0]).getLocalPort());
    }

    /** Where a network is. */
    public URI networkUri(String id) {
        return URI.create("http://" + HOST + ":" + running(id).connector().getLocalPort());
    }

    /** The business clock. After changing it directly call {@link #clockChanged()}. */
    public SimulationClock clock() {
        return clock;
    }

    /** Tells the networks that the clock was changed. */
    public void clockChanged() {
        networks.values().forEach(running -> running.network().clockChanged());
    }

    /** The journal of accepted writes. */
    public Journal journal() {
        return journal;
    }

    /** The faults in force. */
    public Faults faults() {
        return faults;
    }

    /** The latest exchanges. */
    public ExchangeLog exchanges() {
        return exchanges;
    }

    /** What a network was loaded from. */
    public ArchiveSummary archive(String id) {
        return running(id).archive();
    }

    /** Carries out a control operation of a network, as {@code POST /control/{network}/{operation}} does. */
    public JsonNode control(String id, String operation, JsonNode request) {
        return running(id)
                .network()
                .control(operation, request)
                .orElseThrow(
                        () -> new NoSuchElementException("There is no operation " + operation + " of " + id + "."));
    }

    /** Jumps to the moment of the n-th event of the archives after now; stays where there is none. */
    public Instant nextEvent(int count) {
        Instant now = clock.instant();
        List<Instant> coming = networks.values().stream()
                .flatMap(running -> running.network().eventsAfter(now, count).stream())
                .sorted()
                .limit(count)
                .toList();
        if (!coming.isEmpty()) {
            clock.set(coming.get(coming.size() - 1));
            clockChanged();
        }
        return clock.instant();
    }

    /** Makes a network unreachable (connections are refused) or reachable again on the same port. */
    public void listen(String id, boolean on) throws Exception {
        ServerConnector connector = running(id).connector();
        if (on && !connector.isRunning()) {
            connector.start();
        } else if (!on && connector.isRunning()) {
            connector.setPort(connector.getLocalPort());
            connector.stop();
        }
    }

    private Running running(String id) {
        Running running = networks.get(id);
        if (running == null) {
            throw new NoSuchElementException("The network " + id + " is not simulated here.");
        }
        return running;
    }

    @Override
    public void close() throws Exception {
        faults.clear();
        for (Running running : networks.values()) {
            running.server().stop();
            running.network().close();
        }
        control.stop();
        journal.close();
        clock.close();
    }
}
