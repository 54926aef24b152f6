/** The one outbound HTTP client: checked addresses, deadlines, caps. */
@NullMarked
package org.parvis.engine.http;

import org.jspecify.annotations.NullMarked;
