package org.parvis.tck;

import org.parvis.model.ErrorKind;

/**
 * One line of the README's error mapping, as the plugin's code has it. An immutable value.
 *
 * @param signal how the network's answer is known, in words
 * @param read what it is on a request that reads
 * @param change what it is on a request that changes something
 */
public record ErrorLine(String signal, ErrorKind read, ErrorKind change) {
    /** The same on both. */
    public ErrorLine(String signal, ErrorKind kind) {
        this(signal, kind, kind);
    }
}
