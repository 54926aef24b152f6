package org.parvis.api.publishing;

import org.parvis.model.MediaId;

/**
 * A file that goes out with a post.
 *
 * @param alternativeText for this post; empty to use the media library's
 */
public record MediaUse(MediaId media, String alternativeText) {}
