package org.parvis.installer.service;

import org.apache.karaf.features.BootFinished;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Waits until the container has all that it starts with: only then can be told what is missing or too much. By hand, because a
 * reference would make this bundle require what the container offers only after it has started it.
 */
@Component(service = Reconciliation.class, immediate = true)
public final class Reconciliation {
    private final ServiceTracker<BootFinished, BootFinished> tracker;

    @Activate
    public Reconciliation(ComponentContext component, @Reference HotInstallationService installer) {
        BundleContext context = component.getBundleContext();
        this.tracker = new ServiceTracker<>(context, BootFinished.class, null) {
            @Override
            public @Nullable BootFinished addingService(ServiceReference<BootFinished> reference) {
                installer.reconcile();
                return context.getService(reference);
            }
        };
        tracker.open();
    }

    @Deactivate
    public void close() {
        tracker.close();
    }
}
