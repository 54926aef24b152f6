package org.parvis.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.Violation;

/**
 * A call to a network failed. The kind decides what the core does; the message is read by people, so it says what the
 * network said and never holds a secret.
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

    public NetworkException(ErrorKind kind, String message) {
        this(of(kind, message));
    }

    public static Builder of(ErrorKind kind, String message) {
        return new Builder(kind, message);
    }

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

        public Builder cause(Throwable value) {
            cause = value;
            return this;
        }

        public Builder remoteCode(@Nullable String value) {
            remoteCode = value;
            return this;
        }

        public Builder retryAt(@Nullable Instant value) {
            retryAt = value;
            return this;
        }

        public Builder bucket(@Nullable String value) {
            bucket = value;
            return this;
        }

        public Builder violations(List<Violation> value) {
            violations = List.copyOf(value);
            return this;
        }

        public NetworkException build() {
            return new NetworkException(this);
        }
    }
}
