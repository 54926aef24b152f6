package org.parvis.model;

/** How the plugin of a network stands. External trouble is a state, not log noise. */
public enum NetworkState {
    STARTING,
    READY,
    /** Works, with errors above the usual. */
    DEGRADED,
    /** Not called any more until an operator resumes it; its work waits. */
    QUARANTINED,
    /** Finishing its calls before it is stopped. */
    DRAINING,
    /** Installed, and nobody has said yet as which application the platform is known to the network. */
    UNCONFIGURED,
    /** The application's id, secret or address is wrong; an operator must mend the configuration. */
    MISCONFIGURED,
    /** Its descriptor or SPI range does not fit this platform. */
    INCOMPATIBLE,
    /** Not installed. */
    ABSENT
}
