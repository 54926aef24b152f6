package org.parvis.media;

/** The part of PID {@code org.parvis.core} that the library needs. */
@interface PublicAddress {
    /** Empty where nobody said how the platform is reached from outside. */
    String public_url() default "";
}
