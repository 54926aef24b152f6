package org.parvis.it;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How long posts take on networks that are well: one after the other on each, from the moment the platform said it would send
 * them to the moment it calls them published.
 */
final class Pulse {
    /** The networks that take a post of mere text. */
    static final List<Network> TAKEN_ON = List.of(Network.FACEBOOK, Network.TWITTER, Network.LINKEDIN);

    private static final int BEATS = 50;
    private static final int ACCOUNTS = 2;

    private Pulse() {}

    /** Takes it on these networks at the same time; nanoseconds by network. */
    static Map<Network, List<Long>> take(FiveNetworks five, Collection<Network> networks, String name)
            throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(networks.size(), FiveNetworks::person);
        try {
            Map<Network, Future<List<Long>>> begun = new EnumMap<>(Network.class);
            for (Network network : networks) {
                begun.put(network, people.submit(() -> take(five, network, name)));
            }
            Map<Network, List<Long>> taken = new EnumMap<>(Network.class);
            for (Map.Entry<Network, Future<List<Long>>> each : begun.entrySet()) {
                taken.put(each.getKey(), each.getValue().get(3, TimeUnit.MINUTES));
            }
            return taken;
        } finally {
            people.shutdownNow();
        }
    }

    private static List<Long> take(FiveNetworks five, Network network, String name) throws Exception {
        List<Long> beats = new ArrayList<>();
        Api person = five.owner();
        try (DatabaseDoor door = new DatabaseDoor(five.demo())) {
            for (int i = 0; i < BEATS; i++) {
                FiveNetworks.Account account = five.account(network, FiveNetworks.ACCOUNTS - 1 - i % ACCOUNTS);
                String marker = "pulse-" + name + "-" + network + "-" + i;
                String post = five.publish(
                                person, "Still open, marker-" + marker, List.of(FiveNetworks.target(account, "text")))
                        .path("id")
                        .asText();
                long begun = System.nanoTime();
                five.asked().post(marker, account.handle());
                await("a post on " + network)
                        .atMost(Duration.ofSeconds(60))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(4))
                        .until(() -> door.exists("select from publishing.publication where post_id = '" + post
                                + "' and state = 'PUBLISHED'"));
                beats.add(System.nanoTime() - begun);
            }
        }
        return beats;
    }

    /** The time that all but one in a hundred took at most, over several networks. */
    static long p99(Map<Network, List<Long>> taken, Collection<Network> networks) {
        List<Long> all = networks.stream()
                .flatMap(network -> taken.get(network).stream())
                .sorted()
                .toList();
        return all.get((int) Math.ceil(all.size() * 0.99) - 1);
    }
}
