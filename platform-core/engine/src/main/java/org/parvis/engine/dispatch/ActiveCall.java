package org.parvis.engine.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.parvis.api.network.Exchange;
import org.parvis.api.network.Purpose;
import org.parvis.engine.guard.CallControl;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.quota.Spender;
import org.parvis.engine.registry.HostedNetwork;
import org.parvis.engine.registry.NetworkSettings;
import org.parvis.model.NetworkDescriptor;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.CallRevokedException;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.MediaReader;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.http.HttpChannel;

/** One call while it lasts. Used by the plugin's thread, taken back by the guard's. */
class ActiveCall implements NetworkCall, CallControl {
    private static final int MOST_EXCHANGES = 20;
    private static final int FIRST_EXCHANGES = 5;

    private final AccountRef account;
    private final NetworkDescriptor descriptor;
    private final Map<String, String> settings;
    private final NetworkSettings.Application application;
    private final AccessToken token;
    private final IdempotencyKey key;
    private final Deadline deadline;
    private final Instant announced;
    private final Clock clock;
    private final HttpChannel channel;
    private final MediaReader media;
    private final Purpose purpose;
    private final Spender spender;
    private final List<Exchange> exchanges = new ArrayList<>();
    private volatile boolean revoked;
    private volatile boolean changeMayHaveLeft;
    private volatile @Nullable String withheld;

    ActiveCall(
            AccountRef account,
            HostedNetwork network,
            AccessToken token,
            IdempotencyKey key,
            Deadline deadline,
            Clock clock,
            Channels channels,
            MediaReader media,
            Purpose purpose,
            String user) {
        this.account = account;
        this.descriptor = network.descriptor();
        this.settings = network.settings();
        this.application = network.application();
        this.token = token;
        this.key = key;
        this.deadline = deadline;
        this.clock = clock;
        this.announced = clock.instant().plus(deadline.remaining());
        this.media = media;
        this.purpose = purpose;
        this.spender = new Spender(account.id(), account.remoteId(), user);
        this.channel = channels.open(this, network);
    }

    @Override
    public AccountRef account() {
        return account;
    }

    @Override
    public NetworkDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public AccessToken accessToken() {
        checkActive();
        return token;
    }

    @Override
    public Optional<String> accessProof() {
        checkActive();
        if (application.clientSecret().isEmpty()) {
            return Optional.empty();
        }
        byte[] secret = application.clientSecret().getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] proof = mac.doFinal(token.value().getBytes(StandardCharsets.UTF_8));
            return Optional.of(HexFormat.of().formatHex(proof));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows HmacSHA256", e);
        }
    }

    @Override
    public HttpChannel http() {
        return channel;
    }

    @Override
    public MediaReader media() {
        checkActive();
        return media;
    }

    @Override
    public IdempotencyKey idempotencyKey() {
        return key;
    }

    @Override
    public Instant deadline() {
        return announced;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void checkActive() {
        if (revoked) {
            throw new CallRevokedException();
        }
    }

    @Override
    public void revoke() {
        revoked = true;
    }

    @Override
    public void end() {
        revoked = true;
    }

    @Override
    public boolean changeMayHaveLeft() {
        return changeMayHaveLeft;
    }

    NetworkSettings.Application application() {
        return application;
    }

    Deadline realDeadline() {
        return deadline;
    }

    Purpose purpose() {
        return purpose;
    }

    Spender spender() {
        return spender;
    }

    /** The platform itself kept a request back for lack of this budget: the network refused nothing. */
    void withhold(@Nullable String bucket) {
        withheld = bucket;
    }

    boolean isWithheld(String bucket) {
        return Objects.equals(withheld, bucket);
    }

    /** Remembers it; of very many the first and the last ones. */
    void exchanged(Exchange exchange) {
        synchronized (exchanges) {
            if (exchanges.size() == MOST_EXCHANGES) {
                exchanges.remove(FIRST_EXCHANGES);
            }
            exchanges.add(exchange);
        }
    }

    List<Exchange> exchanges() {
        synchronized (exchanges) {
            return List.copyOf(exchanges);
        }
    }

    void changeLeaves() {
        changeMayHaveLeft = true;
    }
}
