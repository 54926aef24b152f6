package org.parvis.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.spi.http.HttpResponse;

/** Reads what a network's answers say of its budgets. Pure: no I/O, no state; called for every answer, so it is quick. */
@ConsumerType
public interface QuotaReader {
    /**
     * What this answer tells; empty where it tells nothing.
     *
     * @param operation the operation named in the request
     */
    List<QuotaObservation> read(String operation, HttpResponse response);
}
