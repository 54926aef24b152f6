package org.parvis.engine.whiteboard;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parvis.api.network.CallObserver;
import org.parvis.api.network.EndedCall;
import org.parvis.engine.call.CallObservers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The observers that are registered as services, as they come and go. Thread-safe. */
@Component
public final class WhiteboardObservers implements CallObservers {
    private static final Logger LOG = LoggerFactory.getLogger(WhiteboardObservers.class);

    private final List<CallObserver> observers = new CopyOnWriteArrayList<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindObserver(CallObserver observer) {
        observers.add(observer);
    }

    void unbindObserver(CallObserver observer) {
        observers.remove(observer);
    }

    @Override
    public void ended(EndedCall call) {
        for (CallObserver observer : observers) {
            try {
                observer.ended(call);
            } catch (RuntimeException broken) {
                // The call is over and its outcome stands, whatever becomes of what is told about it.
                LOG.warn("What was told of a call to {} got lost: {}", call.network(), broken.toString());
            }
        }
    }
}
