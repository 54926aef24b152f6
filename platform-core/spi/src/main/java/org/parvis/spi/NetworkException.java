package org.parvis.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.Violation;

/**
 * A call to a network failed. The kind decides what the core does; the message is read by people, so it says in English what
 * the network said (in other languages by {@link org.parvis.model.NetworkDescriptor#sentences()}) and never holds a secret. Only
 * kind, message and what the builder takes cross into the core; cause and stack are for the plugin's tests.
 *
 * <p>Of a changing request, every kind but {@link ErrorKind#OUTCOME_UNKNOWN} and {@link ErrorKind#DUPLICATE} claims that
 * nothing was executed.
 */
public final class NetworkException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final @Nullable String remoteCode;
    private final @Nullable Instant retryAt;
    private final @Nullable String bucket;
    private final transient List<Violation> violations;

    private NetworkException(Builder builder) {
        super(builder.message, builder.cause);
        kind = builder.kind;
        remoteCode = builder.remoteCode;
        retryAt = builder.retryAt;
        bucket = builder.bucket;
        violations = builder.violations;
    }

    /** A failure of which nothing further is known. */
    public NetworkException(ErrorKind kind, String message) {
        this(of(kind, message));
    }

    /** Begins a failure of which more is known. */
    public static Builder of(ErrorKind kind, String message) {
        return new Builder(kind, message);
    }

    /** What happened, as the core understands it. */
    public ErrorKind kind() {
        return kind;
    }

    /** The network's own code. */
    public Optional<String> remoteCode() {
        return Optional.ofNullable(remoteCode);
    }

    /** When another try makes sense, where the network said so. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    /** The quota bucket that is used up. */
    public Optional<String> bucket() {
        return Optional.ofNullable(bucket);
    }

    /** What is wrong with the content, for {@link ErrorKind#CONTENT_REJECTED}. */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }

    /** Collects what is known of a failure; not thread-safe. */
    public static final class Builder {
        private final ErrorKind kind;
        private final String message;
        private @Nullable Throwable cause;
        private @Nullable String remoteCode;
        private @Nullable Instant retryAt;
        private @Nullable String bucket;
        private List<Violation> violations = List.of();

        private Builder(ErrorKind kind, String message) {
            this.kind = kind;
            this.message = message;
        }

        /** What was caught; stays within the plugin. */
        public Builder cause(Throwable value) {
            cause = value;
            return this;
        }

        /** The network's own code, for programs and support. */
        public Builder remoteCode(@Nullable String value) {
            remoteCode = value;
            return this;
        }

        /** When another try makes sense, by the call's clock. */
        public Builder retryAt(@Nullable Instant value) {
            retryAt = value;
            return this;
        }

        /** The descriptor's budget that is used up. */
        public Builder bucket(@Nullable String value) {
            bucket = value;
            return this;
        }

        /** What is wrong with the content. */
        public Builder violations(List<Violation> value) {
            violations = List.copyOf(value);
            return this;
        }

        /** The failure; throw it. */
        public NetworkException build() {
            return new NetworkException(this);
        }
    }
}
