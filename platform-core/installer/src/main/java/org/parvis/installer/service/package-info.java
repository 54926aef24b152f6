/** Puts networks beside each other, routes accounts, takes back and removes. */
@NullMarked
package org.parvis.installer.service;

import org.jspecify.annotations.NullMarked;
