package org.parvis.engine.guard;

/** A plugin broke its contract. Holds a message only: a stored cause would keep the plugin's class loader alive. */
final class PluginDefectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginDefectException(String message) {
        super(message);
    }
}
