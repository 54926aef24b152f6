package org.parvis.health;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Function;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
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
 * check stays when its network goes, and then says so: a network that is updated or removed changes no service but its own.
 */
@Component(
        service = {EventHandler.class},
        immediate = true,
        property = EventConstants.EVENT_TOPIC + "=" + Hint.NETWORK)
public final class NetworkChecks implements EventHandler {
    private final NetworkService networks;
    private final Function<NetworkId, Runnable> offer;
    private final Map<NetworkId, Runnable> offered = new HashMap<>();

    @Activate
    public NetworkChecks(BundleContext context, @Reference NetworkService networks) {
        this(networks, id -> register(context, networks, id));
    }

    /** @param offer offers the check of a network; what it gives takes the check back */
    NetworkChecks(NetworkService networks, Function<NetworkId, Runnable> offer) {
        this.networks = networks;
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
        networks.networks().stream().map(NetworkStatus::id).forEach(id -> offered.computeIfAbsent(id, offer));
    }

    @Deactivate
    public synchronized void withdraw() {
        offered.values().forEach(Runnable::run);
        offered.clear();
    }
}
