package org.parvis.gateway.http;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.condition.Condition;

/**
 * Holds once every service of the core has come up, and then for as long as the gateway runs. The REST runtime waits for it,
 * since it is built anew with each resource that comes: nine times during a start. It is not taken back when a service goes
 * for a moment, so that everything else is answered meanwhile.
 */
@Component(enabled = false, property = Condition.CONDITION_ID + "=org.parvis.core")
public final class CoreCondition implements Condition {}
