/** The page: files that run in the browser, and nothing else. */
@NullMarked
package org.parvis.web;

import org.jspecify.annotations.NullMarked;
