package org.parvis.installer.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.model.NetworkId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link NetworkBundles} of the container. Own bundles are installed past the features: a bundle that nobody exports to and
 * nobody imports from needs no resolver over the whole container. Those the platform brought belong to a feature, which only
 * the features service can take away; it is told to refresh nothing.
 */
@Component(service = NetworkBundles.class)
public final class ContainerBundles implements NetworkBundles {
    private static final Logger LOGGER = LoggerFactory.getLogger(ContainerBundles.class);
    private static final String OWN = "parvis-network:";
    private static final String CAPABILITY = "org.parvis.network";
    private static final Set<String> OFFERED = Set.of("org.parvis.model", "org.parvis.spi", "org.parvis.spi.http");

    private final BundleContext context;
    private final FeaturesService features;

    @Activate
    public ContainerBundles(ComponentContext component, @Reference FeaturesService features) {
        this.context = component.getBundleContext();
        this.features = features;
    }

    @Override
    public Map<String, Version> offered() {
        Map<String, Version> offered = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring == null) {
                continue;
            }
            for (BundleCapability capability : wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
                Object name = capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
                Object version = capability.getAttributes().get(Constants.VERSION_ATTRIBUTE);
                if (OFFERED.contains(name) && version instanceof Version offeredVersion) {
                    offered.put(String.valueOf(name), offeredVersion);
                }
            }
        }
        return offered;
    }

    @Override
    public List<Present> present() {
        List<Present> present = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            NetworkId network = network(bundle);
            if (network != null) {
                boolean own = bundle.getLocation().startsWith(OWN);
                present.add(
                        new Present(network, bundle.getVersion(), bundle.getBundleId(), bundle.getLocation(), !own));
            }
        }
        return present;
    }

    private static @Nullable NetworkId network(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return null;
        }
        for (BundleCapability capability : revision.getDeclaredCapabilities(CAPABILITY)) {
            try {
                return new NetworkId(String.valueOf(capability.getAttributes().get("network")));
            } catch (IllegalArgumentException malformed) {
                return null;
            }
        }
        return null;
    }

    @Override
    public void add(NetworkId network, Version version, Path file) throws FailedException, IOException {
        Bundle bundle;
        try (InputStream in = Files.newInputStream(file)) {
            bundle = context.installBundle(OWN + network + "/" + version, in);
        } catch (BundleException refused) {
            throw new FailedException("The container does not take the bundle: " + reason(refused));
        }
        try {
            bundle.start();
        } catch (BundleException | RuntimeException failed) {
            uninstall(bundle);
            throw new FailedException("The bundle does not start: " + reason(failed));
        }
    }

    @Override
    public void remove(Present present) throws FailedException {
        Bundle bundle = context.getBundle(present.id());
        if (bundle == null) {
            return;
        }
        if (present.shipped()) {
            removeFeature(present.location());
        }
        uninstall(bundle);
    }

    private void uninstall(Bundle bundle) throws FailedException {
        try {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        } catch (BundleException stuck) {
            throw new FailedException("The bundle " + bundle.getBundleId() + " cannot be removed: " + reason(stuck));
        } finally {
            refresh(bundle);
        }
    }

    /** So that nothing of it stays: without this, its loader lives on for whoever is wired to it. */
    private void refresh(Bundle bundle) {
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        CountDownLatch refreshed = new CountDownLatch(1);
        wiring.refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        try {
            if (!refreshed.await(30, TimeUnit.SECONDS)) {
                LOGGER.warn("The container did not finish to clear away bundle {}", bundle.getBundleId());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeFeature(String location) throws FailedException {
        try {
            for (Feature feature : features.listInstalledFeatures()) {
                if (feature.getBundles().stream().map(BundleInfo::getLocation).anyMatch(location::equals)) {
                    features.uninstallFeature(
                            feature.getName(),
                            feature.getVersion(),
                            EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
                    return;
                }
            }
        } catch (Exception failed) {
            throw new FailedException("Its feature cannot be removed: " + reason(failed));
        }
    }

    @Override
    public InputStream content(Present bundle) throws IOException {
        return URI.create(bundle.location()).toURL().openStream();
    }

    /** The container's exceptions nest; the innermost sentence is the one that helps. */
    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
    }
}
