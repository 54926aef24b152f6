package org.parvis.model;

/** How a network counts the length of a text. */
public enum TextRule {
    UTF16,
    CODE_POINTS,
    GRAPHEMES,
    /** By a weight per character that only the plugin knows: asked through its {@code measure}. */
    WEIGHTED
}
