package org.parvis.installer.service;

import org.apache.karaf.features.BootFinished;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Waits until the container has all that it starts with: only then can be told what is missing or too much. */
@Component(service = Reconciliation.class, immediate = true)
public final class Reconciliation {
    @Activate
    public Reconciliation(@Reference BootFinished booted, @Reference HotInstallationService installer) {
        installer.reconcile();
    }
}
