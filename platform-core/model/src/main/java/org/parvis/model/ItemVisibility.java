package org.parvis.model;

/** Who sees an item on its network. */
public enum ItemVisibility {
    /** Everybody it was meant for. */
    VISIBLE,
    /** Hidden by us: its author and their friends at most. */
    HIDDEN,
    /** Kept back by the network until somebody of ours decides. */
    HELD
}
