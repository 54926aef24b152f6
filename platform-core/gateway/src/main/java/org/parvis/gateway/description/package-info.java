/** Works while the bundle is built, on the description of the routes; not part of the bundle. */
@NullMarked
package org.parvis.gateway.description;

import org.jspecify.annotations.NullMarked;
