package org.parvis.spi;

/**
 * What a plugin needs to go on with a pending publication; its own format and version, stored by the core.
 *
 * @param value at most 8 KiB
 */
public record ResumeToken(String value) {}
