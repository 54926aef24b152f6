package org.parvis.simulation;

import java.net.URI;
import java.util.Map;

/**
 * What a simulated network is given.
 *
 * @param clock the business clock
 * @param archive what the archives say about this network, shifted
 * @param journal the journal; a network writes what it accepted and is replayed what it wrote before
 * @param options limits, windows and settings
 * @param baseUri where this network listens
 */
public record NetworkEnvironment(
        SimulationClock clock, Archive archive, NetworkJournal journal, NetworkOptions options, URI baseUri) {

    /**
     * How a network is to behave.
     *
     * @param limited whether time windows and rate limits hold
     * @param windows sizes that replace a window's own, by its name
     * @param settings further settings by name, as given on the command line
     */
    public record NetworkOptions(boolean limited, Map<String, Integer> windows, Map<String, String> settings) {

        /** A setting that is on or off. */
        public boolean flag(String name, boolean otherwise) {
            String value = settings.get(name);
            return value == null ? otherwise : value.equals("on") || value.equals("true");
        }

        /** A setting as text. */
        public String text(String name, String otherwise) {
            return settings.getOrDefault(name, otherwise);
        }
    }
}
