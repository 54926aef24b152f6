package ${package};

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.Publisher;

/**
 * ${networkName}. A plugin translates and keeps nothing: no retries, no waiting, no threads, no clock and no connection of its own.
 * A facet is there exactly when the descriptor declares something that it serves.
 */
@Component(service = NetworkPlugin.class, property = NetworkPlugin.NETWORK_ID + "=${networkId}")
public final class ${networkClass}Network implements NetworkPlugin {
    @Activate
    public ${networkClass}Network() {}

    @Override
    public AccountLinker accountLinker() {
        return new ${networkClass}Linker();
    }

    @Override
    public Optional<Publisher> publisher() {
        return Optional.of(new ${networkClass}Publisher());
    }
}
