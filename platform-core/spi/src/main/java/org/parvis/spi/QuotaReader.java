package org.parvis.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.spi.http.HttpResponse;

/** Reads what a network's answers say of its budgets. Pure. */
@ConsumerType
public interface QuotaReader {
    /** @param operation the operation named in the request */
    List<QuotaObservation> read(String operation, HttpResponse response);
}
