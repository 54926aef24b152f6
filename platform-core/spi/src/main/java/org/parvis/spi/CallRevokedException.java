package org.parvis.spi;

/** The call was taken back because the plugin is being drained; let it pass through. */
public final class CallRevokedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CallRevokedException() {
        super("The call was revoked because the plugin is being drained");
    }
}
