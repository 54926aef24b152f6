/** What every route shares: who asks, problems, JSON, headers, limits. */
@NullMarked
package org.parvis.gateway.http;

import org.jspecify.annotations.NullMarked;
