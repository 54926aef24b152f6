package org.parvis.it;

/** Who is killed. */
enum Victim {
    PLATFORM,
    DATABASE,
    BOTH
}
