/**
 * A stateful local server that speaks X's API v2, written from X's published documentation and OpenAPI documents
 * (2.166 and 2.167) and never from the code of the plugin that speaks to it.
 */
@NullMarked
package org.parvis.simulator.twitter;

import org.jspecify.annotations.NullMarked;
