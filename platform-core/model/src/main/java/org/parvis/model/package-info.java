/** The vocabulary that core and plugins share: plain values, no dependencies. */
@Export
@Version("1.1.0")
@NullMarked
package org.parvis.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
