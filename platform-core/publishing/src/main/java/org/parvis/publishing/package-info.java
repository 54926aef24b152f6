/**
 * Publishing: what is composed goes out once, and nothing is lost. A post is composed and validated, each of its publications
 * is an obligation of the outbox, and whatever may have left without an answer is looked up before anything else happens.
 */
@NullMarked
package org.parvis.publishing;

import org.jspecify.annotations.NullMarked;
