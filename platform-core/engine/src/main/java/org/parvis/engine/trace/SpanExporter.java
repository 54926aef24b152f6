package org.parvis.engine.trace;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.http.HostRules;
import org.parvis.engine.http.NamedThreads;
import org.parvis.engine.http.OutboundClient;
import org.parvis.engine.http.OutboundRequest;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to a receiver by OTLP over HTTP, through the platform's one client. What waits is bounded; what finds no room
 * is lost and counted, and nobody waits for it. A receiver that does not answer is asked again after pauses that grow, as the
 * protocol says; that it is away is said by {@link Tally}, not by the log. Owns one thread until it is closed.
 */
final class SpanExporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpanExporter.class);
    /** What may be sent again; everything else is refused for good. */
    private static final Set<Integer> AGAIN = Set.of(429, 502, 503, 504);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

    private final OutboundClient client;
    private final URI address;
    private final String authorization;
    private final Bounds bounds;
    private final Tally tally;
    private final String instance = UUID.randomUUID().toString();
    private final HostRules rules;
    private final BlockingQueue<Span> waiting;
    private final ScheduledThreadPoolExecutor thread;
    private final Random random = new Random();
    private volatile List<Span> batch = List.of();
    private long notBefore = System.nanoTime();
    private int failures;

    /**
     * @param waiting how many spans may wait
     * @param batch how many are sent at once
     * @param every how often is looked whether there are any
     * @param timeout for one request
     * @param pause after the first failure; doubled with each further one
     */
    record Bounds(int waiting, int batch, Duration every, Duration timeout, Duration pause) {
        static final Bounds DEFAULT =
                new Bounds(8_192, 512, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    /** What became of spans; outlives the exporters, which come and go with the settings. */
    static final class Tally {
        private final AtomicLong sent = new AtomicLong();
        private final AtomicLong lost = new AtomicLong();
        private volatile String trouble = "";

        long sent() {
            return sent.get();
        }

        long lost() {
            return lost.get();
        }

        String trouble() {
            return trouble;
        }

        void trouble(String sentence) {
            trouble = sentence;
        }
    }

    /** @param authorization the whole value of that header; empty for none */
    SpanExporter(OutboundClient client, URI address, String authorization, Bounds bounds, Tally tally) {
        this.client = client;
        this.address = address;
        this.authorization = authorization;
        this.bounds = bounds;
        this.tally = tally;
        rules = HostRules.of(Set.of(address.getHost().toLowerCase(Locale.ROOT)));
        waiting = new ArrayBlockingQueue<>(bounds.waiting());
        thread = new ScheduledThreadPoolExecutor(1, NamedThreads.factory("parvis-traces"));
        long every = bounds.every().toMillis();
        thread.scheduleWithFixedDelay(this::deliver, every, every, TimeUnit.MILLISECONDS);
    }

    /** Never waits. */
    void offer(Span span) {
        if (!waiting.offer(span)) {
            tally.lost.incrementAndGet();
        }
    }

    int waiting() {
        return waiting.size() + batch.size();
    }

    /** What was not sent is lost. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.debug("The last traces are still under way; their thread ends by itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tally.lost.addAndGet(waiting());
        waiting.clear();
        batch = List.of();
    }

    private void deliver() {
        try {
            while (System.nanoTime() - notBefore >= 0 && fill()) {
                send();
            }
        } catch (RuntimeException bug) {
            LOG.error("Traces could not be written; {} spans are lost", batch.size(), bug);
            lose("Traces could not be written; the log says more");
        }
    }

    /** What could not be sent comes first. */
    private boolean fill() {
        if (batch.isEmpty()) {
            List<Span> next = new ArrayList<>(bounds.batch());
            waiting.drainTo(next, bounds.batch());
            batch = next;
        }
        return !batch.isEmpty();
    }

    private void send() {
        // A receiver knows spans by their ids: sending them twice does no harm.
        HttpRequest.Builder request =
                HttpRequest.settling("traces.export", "POST", address).json(OtlpJson.request(instance, batch));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            judge(client.send(new OutboundRequest(request.build(), rules, Deadline.after(bounds.timeout()), () -> {})));
        } catch (NetworkException away) {
            tally.trouble(String.valueOf(away.getMessage()));
            pause(Duration.ZERO);
        }
    }

    private void judge(HttpResponse answer) {
        if (answer.status() / 100 == 2) {
            long rejected = Math.min(batch.size(), Math.max(0, OtlpJson.rejected(answer.body())));
            int size = batch.size();
            batch = List.of();
            failures = 0;
            tally.trouble("");
            tally.lost.addAndGet(rejected);
            tally.sent.addAndGet(size - rejected);
        } else if (AGAIN.contains(answer.status())) {
            tally.trouble("The receiver of traces answers with status " + answer.status());
            pause(asked(answer));
        } else {
            lose("The receiver of traces refuses them with status " + answer.status());
        }
    }

    private void lose(String reason) {
        int size = batch.size();
        batch = List.of();
        tally.trouble(reason);
        tally.lost.addAndGet(size);
        pause(Duration.ZERO);
    }

    private static Duration asked(HttpResponse answer) {
        Duration seconds = answer.header("retry-after")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
        return seconds.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : seconds;
    }

    private void pause(Duration asked) {
        long grown = bounds.pause().toNanos() << Math.min(failures, 10);
        failures++;
        long spread = (long) (Math.min(grown, LONGEST_PAUSE.toNanos()) * (0.5 + random.nextDouble() / 2));
        notBefore = System.nanoTime() + Math.max(spread, asked.toNanos());
    }
}
