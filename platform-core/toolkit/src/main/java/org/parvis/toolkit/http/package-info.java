/** What every plugin needs around an HTTP exchange: addresses, statuses, excerpts. */
@NullMarked
package org.parvis.toolkit.http;

import org.jspecify.annotations.NullMarked;
