/**
 * YouTube as a stateful local server: Data API v3, Analytics API v2, Google's OAuth and the WebSub hub. Written from their
 * documentation; it knows nothing of the plugin that speaks to it.
 */
@NullMarked
package org.parvis.simulator.youtube;

import org.jspecify.annotations.NullMarked;
