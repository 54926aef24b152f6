package org.parvis.engine.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.parvis.model.NetworkId;
import org.parvis.spi.NetworkPlugin;
import org.parvis.toolkit.descriptor.DescriptorReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the {@link NetworkRegistry} which plugins come and go and what the operator configured. A plugin that is unregistered
 * is drained before the framework goes on stopping its bundle, because the tracker's callback is synchronous.
 */
@Component(service = ConfigurationListener.class, immediate = true)
public final class PluginTracker
        implements ConfigurationListener, ServiceTrackerCustomizer<NetworkPlugin, HostedNetwork> {
    private static final Logger LOGGER = LoggerFactory.getLogger(PluginTracker.class);
    private static final Pattern SPI_RANGE =
            Pattern.compile("\\(version>=([^)]+)\\)(?:\\(!\\(version>=([^)]+)\\)\\))?");
    private static final Set<String> OURS = Set.of("org.parvis.model", "org.parvis.spi", "org.parvis.spi.http");

    private final BundleContext bundles;
    private final @Nullable ServiceReference<?> self;
    private final ConfigurationAdmin configurations;
    private final NetworkRegistry registry;
    private final ServiceTracker<NetworkPlugin, HostedNetwork> tracker;

    @Activate
    public PluginTracker(
            ComponentContext component,
            @Reference ConfigurationAdmin configurations,
            @Reference NetworkRegistry registry) {
        this.bundles = component.getBundleContext();
        this.self = component.getServiceReference();
        this.configurations = configurations;
        this.registry = registry;
        this.tracker = new ServiceTracker<>(bundles, NetworkPlugin.class, this);
        readAll();
        tracker.open();
    }

    @Deactivate
    public void close() {
        tracker.close();
    }

    @Override
    public @Nullable HostedNetwork addingService(ServiceReference<NetworkPlugin> reference) {
        NetworkId id = id(reference);
        NetworkPlugin plugin = id == null ? null : bundles.getService(reference);
        if (id == null || plugin == null) {
            return null;
        }
        Bundle bundle = reference.getBundle();
        HostedNetwork hosted = registry.add(new HostedBundle(
                id, bundle.getVersion(), spi(bundle), descriptor(bundle, id), refusal(bundle), plugin));
        if (hosted == null) {
            bundles.ungetService(reference);
        }
        return hosted;
    }

    @Override
    public void modifiedService(ServiceReference<NetworkPlugin> reference, HostedNetwork hosted) {
        // nothing that is read at registration can change while a bundle runs
    }

    @Override
    public void removedService(ServiceReference<NetworkPlugin> reference, HostedNetwork hosted) {
        registry.remove(hosted);
        bundles.ungetService(reference);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String pid = event.getPid();
        if (!concerns(pid)) {
            return;
        }
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            registry.configure(pid, null);
            return;
        }
        try {
            read(List.of("(service.pid=" + pid + ")"));
        } catch (IOException | InvalidSyntaxException e) {
            LOGGER.warn("The configuration {} cannot be read: {}", pid, e.getMessage());
        }
    }

    private void readAll() {
        try {
            read(List.of(
                    "(service.pid=" + NetworkRegistry.NETWORK_PID + "*)",
                    "(service.pid=" + NetworkRegistry.LIMITS_PID + "*)",
                    "(service.pid=" + NetworkRegistry.GUARD_PID + "*)"));
        } catch (IOException | InvalidSyntaxException e) {
            LOGGER.warn("The configuration of the networks cannot be read: {}", e.getMessage());
        }
    }

    private void read(List<String> filters) throws IOException, InvalidSyntaxException {
        for (String filter : filters) {
            Configuration[] found = configurations.listConfigurations(filter);
            for (Configuration configuration : found == null ? new Configuration[0] : found) {
                // processed: with $[secret:…] and $[env:…] put in
                Dictionary<String, Object> values = configuration.getProcessedProperties(self);
                registry.configure(configuration.getPid(), values == null ? null : texts(values));
            }
        }
    }

    private static boolean concerns(String pid) {
        return pid.startsWith(NetworkRegistry.NETWORK_PID)
                || pid.startsWith(NetworkRegistry.LIMITS_PID)
                || pid.equals(NetworkRegistry.GUARD_PID)
                || pid.startsWith(NetworkRegistry.GUARD_PID + "~");
    }

    private static Map<String, String> texts(Dictionary<String, Object> values) {
        Map<String, String> texts = new HashMap<>();
        values.keys().asIterator().forEachRemaining(key -> {
            boolean containers =
                    key.startsWith("service.") || key.startsWith("felix.") || key.startsWith("org.apache.");
            if (!containers && !key.equals("config.version")) {
                texts.put(key, String.valueOf(values.get(key)));
            }
        });
        return texts;
    }

    private static @Nullable NetworkId id(ServiceReference<NetworkPlugin> reference) {
        Object value = reference.getProperty(NetworkPlugin.NETWORK_ID);
        try {
            return new NetworkId(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            LOGGER.warn(
                    "{} registers a network plugin with {}=\"{}\", which is no network id; it is not used",
                    reference.getBundle().getSymbolicName(),
                    NetworkPlugin.NETWORK_ID,
                    value);
            return null;
        }
    }

    private static Optional<byte[]> descriptor(Bundle bundle, NetworkId id) {
        URL entry = bundle.getEntry(DescriptorReader.FOLDER + id + ".json");
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream in = entry.openStream()) {
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            LOGGER.warn("The descriptor of {} cannot be read: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private static List<BundleRequirement> imports(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? List.of() : wiring.getRequirements(PackageNamespace.PACKAGE_NAMESPACE);
    }

    /** A plugin sees the SPI and nothing else of the platform. */
    private static String refusal(Bundle bundle) {
        Set<String> foreign = new TreeSet<>();
        Pattern name = Pattern.compile("\\(osgi\\.wiring\\.package=(org\\.parvis\\.[^)]+)\\)");
        for (BundleRequirement requirement : imports(bundle)) {
            Matcher matcher = name.matcher(requirement.getDirectives().getOrDefault("filter", ""));
            if (matcher.find() && !OURS.contains(matcher.group(1))) {
                foreign.add(matcher.group(1));
            }
        }
        return foreign.isEmpty()
                ? ""
                : "The bundle imports " + foreign + "; a plugin may import only " + new TreeSet<>(OURS)
                        + " of the platform";
    }

    private static String spi(Bundle bundle) {
        for (BundleRequirement requirement : imports(bundle)) {
            String filter = requirement.getDirectives().getOrDefault("filter", "");
            Matcher range = SPI_RANGE.matcher(filter);
            if (filter.contains("(osgi.wiring.package=org.parvis.spi)") && range.find()) {
                return "[" + range.group(1) + "," + (range.group(2) == null ? "∞" : range.group(2)) + ")";
            }
        }
        return "";
    }
}
