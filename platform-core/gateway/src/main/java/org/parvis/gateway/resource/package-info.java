/** The routes of the REST API, one class per noun. */
@NullMarked
package org.parvis.gateway.resource;

import org.jspecify.annotations.NullMarked;
