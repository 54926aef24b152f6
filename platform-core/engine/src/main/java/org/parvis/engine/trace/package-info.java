/** Traces: what was handled and called, and how long it took, sent to a receiver of the operator's (ADR 35). */
@NullMarked
package org.parvis.engine.trace;

import org.jspecify.annotations.NullMarked;
