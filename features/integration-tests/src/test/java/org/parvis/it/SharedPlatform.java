package org.parvis.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A class whose tests are handed the suite's one {@link Platform}, and so run one after the other. Classes without this, or
 * {@link SharedWorld}, have platforms of their own and run beside.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KarafExtension.class)
@Execution(ExecutionMode.SAME_THREAD)
@interface SharedPlatform {}
