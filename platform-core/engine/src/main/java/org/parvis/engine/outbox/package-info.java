/** Obligations: whatever must happen, committed together with the state that demands it. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.engine.outbox;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
