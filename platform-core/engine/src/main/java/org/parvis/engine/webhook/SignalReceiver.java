package org.parvis.engine.webhook;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.spi.WebhookSignal;

/**
 * Takes what a network pushed, after its raw request was stored, verified and parsed; registered as a service. Called again
 * after a failure or a crash, so taking the same signal twice must be harmless.
 */
@ConsumerType
public interface SignalReceiver {
    void received(LinkedAccount account, List<WebhookSignal> signals);
}
