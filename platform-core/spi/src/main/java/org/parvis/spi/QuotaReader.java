package org.parvis.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.spi.http.HttpResponse;

/**
 * Reads what a network's answers say of its budgets, from the headers or bodies that the network's documentation names.
 * Pure: no I/O, nothing kept; called for every answer, by many threads at once, so it is quick. What it cannot read it
 * leaves out; an exception is a defect.
 */
@ConsumerType
public interface QuotaReader {
    /**
     * What this answer tells; empty where it tells nothing.
     *
     * @param operation the operation named in the request
     */
    List<QuotaObservation> read(String operation, HttpResponse response);
}
