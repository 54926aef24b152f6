package org.parvis.spi;

import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;

/**
 * Something the platform has of an account, as far as a plugin needs to know it to ask for it again: on some networks an id
 * does not say what it names, and only what it names says how it is asked for. An immutable value, made by the platform.
 *
 * @param id as the plugin said it
 * @param kind as the plugin said it; of a post of the account without meaning
 * @param post whether this is a post of the account itself, as opposed to what strangers wrote and what was answered
 */
public record KnownItem(RemoteId id, ItemKind kind, boolean post) {}
