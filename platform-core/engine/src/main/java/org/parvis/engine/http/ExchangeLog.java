package org.parvis.engine.http;

import java.util.List;
import org.parvis.api.network.Exchange;

/** Keeps the last exchanges of each intent, so that one can explain what became of it. In memory, lossy. Thread-safe. */
public interface ExchangeLog {
    /** @param call names the intent: its idempotency key */
    void record(String call, Exchange exchange);

    /** The last ones of an intent, oldest first. */
    List<Exchange> of(String call);
}
