package org.parvis.health;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.parvis.api.hint.Hint;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.model.NetworkId;

/**
 * Offers one check for each network, with the tags {@code network} and {@code network-<id>}, from when it is first seen. The
 * check stays while the network's bundle is only stopped or another version takes its place, and says so: who is updated
 * changes no service but its own, and there is no moment in which nobody tells that it is away. It goes when no bundle brings
 * the network any more.
 */
@Component(
        service = {EventHandler.class},
        immediate = true,
        property = EventConstants.EVENT_TOPIC + "=" + Hint.NETWORK)
public final class NetworkChecks implements EventHandler {
    private final NetworkService networks;
    private final Supplier<Set<NetworkId>> brought;
    private final Function<NetworkId, Runnable> offer;
    private final Map<NetworkId, Runnable> offered = new HashMap<>();
    private Runnable deafen = () -> {};
    private boolean withdrawn;

    @Activate
    public NetworkChecks(BundleContext context, @Reference NetworkService networks) {
        this(networks, () -> BroughtNetworks.of(context), id -> register(context, networks, id));
        // hints come while a bundle is stopped, before it is gone
        BundleListener listener = event -> {
            if (event.getType() == BundleEvent.UNINSTALLED) {
                follow();
            }
        };
        context.addBundleListener(listener);
        deafen = () -> context.removeBundleListener(listener);
    }

    /**
     * @param brought the networks that bundles bring, whether these run or not
     * @param offer offers the check of a network; what it gives takes the check back
     */
    NetworkChecks(NetworkService networks, Supplier<Set<NetworkId>> brought, Function<NetworkId, Runnable> offer) {
        this.networks = networks;
        this.brought = brought;
        this.offer = offer;
        follow();
    }

    private static Runnable register(BundleContext context, NetworkService networks, NetworkId id) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HealthCheck.NAME, "Network " + id);
        properties.put(HealthCheck.TAGS, new String[] {"network", "network-" + id});
        ServiceRegistration<HealthCheck> registration =
                context.registerService(HealthCheck.class, new NetworkCheck(networks, id), properties);
        return registration::unregister;
    }

    @Override
    public void handleEvent(Event event) {
        follow();
    }

    synchronized void follow() {
        if (withdrawn) {
            return;
        }
        Set<NetworkId> known = networks.networks().stream()
                .map(NetworkStatus::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        known.forEach(id -> offered.computeIfAbsent(id, offer));
        known.addAll(brought.get());
        offered.entrySet().removeIf(each -> {
            boolean gone = !known.contains(each.getKey());
            if (gone) {
                each.getValue().run();
            }
            return gone;
        });
    }

    @Deactivate
    public void withdraw() {
        deafen.run();
        synchronized (this) {
            withdrawn = true;
            offered.values().forEach(Runnable::run);
            offered.clear();
        }
    }
}
