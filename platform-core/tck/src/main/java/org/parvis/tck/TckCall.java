package org.parvis.tck;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.parvis.model.NetworkDescriptor;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.CallRevokedException;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.MediaReader;
import org.parvis.spi.http.HttpChannel;
import org.parvis.toolkit.signature.Signatures;

/** What a plugin is handed for a call, with the simulator behind it. */
final class TckCall implements LinkingCall {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Subject subject;
    private final AccountRef account;
    private final AccessToken token;
    private final IdempotencyKey key;
    private final TckChannel channel;
    private Instant deadline;
    private long end;
    private volatile boolean revoked;

    TckCall(Subject subject, AccountRef account, AccessToken token, IdempotencyKey key) {
        this.subject = subject;
        this.account = account;
        this.token = token;
        this.key = key;
        this.channel = new TckChannel(this, subject);
        this.deadline = clock().instant().plus(PATIENCE);
        this.end = System.nanoTime() + PATIENCE.toNanos();
    }

    /** With less time than is usual. */
    TckCall within(Duration time) {
        deadline = clock().instant().plus(time);
        end = System.nanoTime() + time.toNanos();
        return this;
    }

    /** With something on the way to the network. */
    TckCall meeting(TckChannel.Happening happening) {
        channel.happen(happening);
        return this;
    }

    TckChannel channel() {
        return channel;
    }

    void revoke() {
        revoked = true;
    }

    Duration remaining() {
        return TckChannel.atLeastZero(Duration.ofNanos(end - System.nanoTime()));
    }

    @Override
    public AccountRef account() {
        return account;
    }

    @Override
    public NetworkDescriptor descriptor() {
        return subject.kit().descriptor();
    }

    @Override
    public Map<String, String> settings() {
        return subject.simulator().settings();
    }

    @Override
    public AccessToken accessToken() {
        checkActive();
        return token;
    }

    @Override
    public Optional<String> accessProof() {
        String secret = client().secret();
        return secret.isEmpty()
                ? Optional.empty()
                : Optional.of(HexFormat.of()
                        .formatHex(Signatures.hmacSha256(secret, token.value().getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public ClientCredentials client() {
        return subject.simulator().client();
    }

    @Override
    public HttpChannel http() {
        return channel;
    }

    @Override
    public MediaReader media() {
        return subject.media();
    }

    @Override
    public IdempotencyKey idempotencyKey() {
        return key;
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Clock clock() {
        return subject.simulator().clock();
    }

    @Override
    public void checkActive() {
        if (revoked) {
            throw new CallRevokedException();
        }
    }
}
