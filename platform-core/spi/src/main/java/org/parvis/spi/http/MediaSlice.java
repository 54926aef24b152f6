package org.parvis.spi.http;

import org.parvis.model.MediaRef;

/**
 * A part of a file as the body of a request; the host streams it, so that no file passes through memory. An immutable value.
 *
 * @param offset of the first byte
 * @param length bytes
 */
public record MediaSlice(MediaRef media, long offset, long length) {}
