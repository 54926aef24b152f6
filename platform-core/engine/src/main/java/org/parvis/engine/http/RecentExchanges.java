package org.parvis.engine.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parvis.api.network.Exchange;

/** The last {@value #PER_CALL} exchanges of the last {@value #CALLS} intents. */
@Component(service = ExchangeLog.class, immediate = true)
public final class RecentExchanges implements ExchangeLog {
    static final int PER_CALL = 20;
    static final int CALLS = 500;

    private final Map<String, Deque<Exchange>> calls = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Exchange>> eldest) {
            return size() > CALLS;
        }
    };

    @Activate
    public RecentExchanges() {}

    @Override
    public synchronized void record(String call, Exchange exchange) {
        Deque<Exchange> exchanges = calls.computeIfAbsent(call, c -> new ArrayDeque<>());
        if (exchanges.size() == PER_CALL) {
            exchanges.removeFirst();
        }
        exchanges.addLast(exchange);
    }

    @Override
    public synchronized List<Exchange> of(String call) {
        Deque<Exchange> exchanges = calls.get(call);
        return exchanges == null ? List.of() : List.copyOf(exchanges);
    }
}
