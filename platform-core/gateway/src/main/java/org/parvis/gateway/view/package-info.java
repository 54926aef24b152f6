/** What the REST API says and hears, as JSON: a contract of its own, apart from the types of the core. */
@NullMarked
package org.parvis.gateway.view;

import org.jspecify.annotations.NullMarked;
