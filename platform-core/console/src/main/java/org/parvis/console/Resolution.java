package org.parvis.console;

/** What a person says became of something that nobody could find out. */
enum Resolution {
    PUBLISHED,
    ABSENT
}
