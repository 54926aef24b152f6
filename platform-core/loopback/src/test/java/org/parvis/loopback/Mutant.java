package org.parvis.loopback;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.parvis.mutant.PassingNetwork;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.Publisher;
import org.parvis.spi.Responder;
import org.parvis.spi.WebhookReceiver;

/**
 * Loopback with one thing wrong.
 *
 * @param killers the tests of the kit that must fail, as {@code suite/test}, and no other may
 */
record Mutant(String name, Supplier<NetworkPlugin> plugin, UnaryOperator<String> descriptor, Set<String> killers) {
    @Override
    public String toString() {
        return name;
    }

    private static Mutant of(String name, Supplier<NetworkPlugin> plugin, String... killers) {
        return new Mutant(name, plugin, UnaryOperator.identity(), Set.of(killers));
    }

    static Mutant network(String name, UnaryOperator<NetworkPlugin> change, String... killers) {
        return of(name, () -> change.apply(new LoopbackNetwork()), killers);
    }

    static Mutant described(String name, UnaryOperator<String> change, String... killers) {
        return new Mutant(name, LoopbackNetwork::new, change, Set.of(killers));
    }

    static Mutant linking(String name, Supplier<AccountLinker> linker, String... killers) {
        return of(name, () -> new Altered(linker.get(), null, null, null, null, null), killers);
    }

    static Mutant publishing(String name, Supplier<Publisher> publisher, String... killers) {
        return of(name, () -> new Altered(null, publisher.get(), null, null, null, null), killers);
    }

    static Mutant inbox(String name, Supplier<InboxSource> inbox, String... killers) {
        return of(name, () -> new Altered(null, null, inbox.get(), null, null, null), killers);
    }

    static Mutant answering(String name, Supplier<Responder> responder, String... killers) {
        return of(name, () -> new Altered(null, null, null, responder.get(), null, null), killers);
    }

    static Mutant figures(String name, Supplier<AnalyticsSource> analytics, String... killers) {
        return of(name, () -> new Altered(null, null, null, null, analytics.get(), null), killers);
    }

    static Mutant webhooks(String name, Supplier<WebhookReceiver> webhooks, String... killers) {
        return of(name, () -> new Altered(null, null, null, null, null, webhooks.get()), killers);
    }

    /** Loopback with one facet exchanged. */
    private static final class Altered extends PassingNetwork {
        private final AccountLinker linker;
        private final Optional<Publisher> publisher;
        private final Optional<InboxSource> inbox;
        private final Optional<Responder> responder;
        private final Optional<AnalyticsSource> analytics;
        private final Optional<WebhookReceiver> webhooks;

        Altered(
                AccountLinker linker,
                Publisher publisher,
                InboxSource inbox,
                Responder responder,
                AnalyticsSource analytics,
                WebhookReceiver webhooks) {
            super(new LoopbackNetwork());
            this.linker = linker == null ? to.accountLinker() : linker;
            this.publisher = Optional.ofNullable(publisher).or(to::publisher);
            this.inbox = Optional.ofNullable(inbox).or(to::inboxSource);
            this.responder = Optional.ofNullable(responder).or(to::responder);
            this.analytics = Optional.ofNullable(analytics).or(to::analyticsSource);
            this.webhooks = Optional.ofNullable(webhooks).or(to::webhookReceiver);
        }

        @Override
        public AccountLinker accountLinker() {
            return linker;
        }

        @Override
        public Optional<Publisher> publisher() {
            return publisher;
        }

        @Override
        public Optional<InboxSource> inboxSource() {
            return inbox;
        }

        @Override
        public Optional<Responder> responder() {
            return responder;
        }

        @Override
        public Optional<AnalyticsSource> analyticsSource() {
            return analytics;
        }

        @Override
        public Optional<WebhookReceiver> webhookReceiver() {
            return webhooks;
        }
    }
}
