package org.parvis.spi;

/** Names one intent to change something on a network. */
public record IdempotencyKey(String value) {
    @Override
    public String toString() {
        return value;
    }
}
