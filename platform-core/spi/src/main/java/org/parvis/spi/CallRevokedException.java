package org.parvis.spi;

/**
 * The call was taken back because the plugin is being drained. Thrown by whatever a plugin was handed; let it pass through, for
 * the core then knows that nothing further leaves. Unchecked, so that it needs no declaration.
 */
public final class CallRevokedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Made by the host. */
    public CallRevokedException() {
        super("The call was revoked because the plugin is being drained");
    }
}
