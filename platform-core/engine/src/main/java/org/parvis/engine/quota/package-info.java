/** The networks' budgets, checked before a request leaves. */
@NullMarked
package org.parvis.engine.quota;

import org.jspecify.annotations.NullMarked;
