/** The OSGi side: configuration, supervision, and the services the other rooms see. */
@NullMarked
package org.parvis.store.service;

import org.jspecify.annotations.NullMarked;
