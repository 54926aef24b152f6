package org.parvis.spi;

/**
 * Names one intent to change something on a network: the same on every attempt of the same intent, never used for another. For
 * networks that take such a key. An immutable value.
 *
 * @param value up to 100 printable ASCII characters
 */
public record IdempotencyKey(String value) {
    @Override
    public String toString() {
        return value;
    }
}
