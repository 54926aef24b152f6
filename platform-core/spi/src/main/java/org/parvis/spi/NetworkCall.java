package org.parvis.spi;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.NetworkDescriptor;
import org.parvis.spi.http.HttpChannel;

/**
 * What a plugin is handed for one call. Valid until the method returns; when the plugin is drained the call is revoked
 * and {@link #checkActive()} and every use of {@link #http()} throw {@link CallRevokedException}. Used by one thread;
 * nothing of it may be kept when the method returns. Only {@link #http()} and {@link #media()} block, until the
 * {@link #deadline()} at most; all else answers at once. What it says of the network comes from the descriptor.
 */
@ProviderType
public interface NetworkCall {
    /** The account the call acts as. */
    AccountRef account();

    /** The effective descriptor: the bundle's with the operator's overrides. */
    NetworkDescriptor descriptor();

    /** The operator's configuration of this network that is the plugin's own affair (keys {@code x.*}, without the prefix). */
    Map<String, String> settings();

    /** A fresh access token; never store or log it. Never blank, except where a linking begins without one. */
    AccessToken accessToken();

    /**
     * Proof that the application itself uses the access token: the lower-case hex HMAC-SHA256 of the token under the
     * client secret (Meta's {@code appsecret_proof}, documented under "Securing Graph API requests"); empty where no secret is configured.
     */
    Optional<String> accessProof();

    /** The way to the network. */
    HttpChannel http();

    /** The files of the variant. */
    MediaReader media();

    /** The same on every attempt of the same intent to change something; says nothing of calls that only read. */
    IdempotencyKey idempotencyKey();

    /**
     * When the call must be over, by {@link #clock()}; blocking operations of the channel end by then. Work that takes longer is
     * cut into steps (see {@link PublishOutcome.Pending}).
     */
    Instant deadline();

    /** The platform's business clock; the only clock a plugin may read. */
    Clock clock();

    /** Throws {@link CallRevokedException} when the call was revoked; long work asks now and then. */
    void checkActive();
}
