package org.parvis.media.format;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a file is.
 *
 * @param type IANA media type
 * @param width in pixels as it is shown, after any turn the file asks for; 0 where the type has none
 * @param duration of a film; null for others
 */
public record MediaFormat(
        String type, int width, int height, @Nullable Duration duration) {
    /** As wide and high as the formats that are taken can say. */
    private static final int MOST_PIXELS = 65_535;

    static MediaFormat picture(String type, long width, long height) throws UnreadableFileException {
        if (width < 1 || height < 1 || width > MOST_PIXELS || height > MOST_PIXELS) {
            throw new UnreadableFileException(
                    "Its size of " + width + " by " + height + " pixels is none a picture has.");
        }
        return new MediaFormat(type, (int) width, (int) height, null);
    }
}
