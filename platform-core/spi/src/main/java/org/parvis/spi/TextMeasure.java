package org.parvis.spi;

/** @param length in the network's own counting */
public record TextMeasure(int length) {}
