package org.parvis.media.format;

/** A file is none that is taken, or not what it pretends to be. The message is a sentence for the person who sent it. */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableFileException(String message) {
        super(message);
    }
}
