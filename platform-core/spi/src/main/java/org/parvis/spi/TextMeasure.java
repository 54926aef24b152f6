package org.parvis.spi;

/**
 * How long a text is. An immutable value.
 *
 * @param length in the network's own counting, compared with the format's maximum; not negative
 */
public record TextMeasure(int length) {}
