package org.parvis.engine.subscription;

/** The part of PID {@code org.parvis.core} that subscriptions need. */
@interface PublicUrl {
    /** Empty where nobody said how the platform is reached from outside: then nothing can be pushed to it. */
    String public_url() default "";
}
