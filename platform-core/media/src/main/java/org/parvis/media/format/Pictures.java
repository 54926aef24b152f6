package org.parvis.media.format;

import java.io.IOException;

/**
 * Reads the size of pictures from their headers. Places and numbers as in PNG (ISO/IEC 15948), JPEG (ITU-T T.81 annex B, Exif
 * 2.3 for the turn), GIF89a and WebP (RFC 9649).
 */
final class Pictures {
    private static final int MOST_SEGMENTS = 1_000;
    /** The Exif orientations at which width and height change places. */
    private static final int FIRST_LYING = 5;

    private static final int ORIENTATION = 0x0112;

    private Pictures() {}

    static MediaFormat png(FileBytes bytes) throws IOException, UnreadableFileException {
        if (!bytes.holds(12, "IHDR")) {
            throw new UnreadableFileException("This PNG has no header; it seems to be damaged.");
        }
        if (!bytes.holds(bytes.size() - 8, "IEND")) {
            throw new UnreadableFileException(
                    "This PNG does not end where it should; it is cut off, or holds something else"
                            + " besides the picture. Save it anew.");
        }
        return MediaFormat.picture("image/png", bytes.bigEndian(16, 4), bytes.bigEndian(20, 4));
    }

    static MediaFormat gif(FileBytes bytes) throws IOException, UnreadableFileException {
        return MediaFormat.picture("image/gif", bytes.littleEndian(6, 2), bytes.littleEndian(8, 2));
    }

    static MediaFormat webp(FileBytes bytes) throws IOException, UnreadableFileException {
        if (bytes.littleEndian(4, 4) + 8 > bytes.size()) {
            throw new UnreadableFileException("This WebP is cut off. Send it again.");
        }
        String chunk = bytes.name(12, 4);
        return switch (chunk) {
            case "VP8X" ->
                MediaFormat.picture("image/webp", bytes.littleEndian(24, 3) + 1, bytes.littleEndian(27, 3) + 1);
            case "VP8 " ->
                MediaFormat.picture(
                        "image/webp", bytes.littleEndian(26, 2) & 0x3fff, bytes.littleEndian(28, 2) & 0x3fff);
            case "VP8L" -> {
                long packed = bytes.littleEndian(21, 4);
                yield MediaFormat.picture("image/webp", (packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1);
            }
            default -> throw new UnreadableFileException("This WebP holds no picture that is known.");
        };
    }

    static MediaFormat jpeg(FileBytes bytes) throws IOException, UnreadableFileException {
        long place = 2;
        boolean lying = false;
        for (int i = 0; i < MOST_SEGMENTS; i++) {
            while (bytes.octet(place) == 0xff && bytes.octet(place + 1) == 0xff) {
                place++;
            }
            if (bytes.octet(place) != 0xff) {
                break;
            }
            int marker = bytes.octet(place + 1);
            long length = bytes.bigEndian(place + 2, 2);
            if (isFrame(marker)) {
                long height = bytes.bigEndian(place + 5, 2);
                long width = bytes.bigEndian(place + 7, 2);
                return MediaFormat.picture("image/jpeg", lying ? height : width, lying ? width : height);
            }
            if (marker == 0xe1 && bytes.holds(place + 4, "Exif\0\0")) {
                lying = orientation(bytes, place + 10, place + 2 + length) >= FIRST_LYING;
            }
            if (length < 2) {
                break;
            }
            place += 2 + length;
        }
        throw new UnreadableFileException("This JPEG holds no picture; it seems to be damaged.");
    }

    /** Start of a frame; the codes between that mean something else are left out. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** 1 to 8; 1 where the picture says nothing that makes sense. */
    private static int orientation(FileBytes bytes, long tiff, long end) throws IOException, UnreadableFileException {
        boolean little = bytes.holds(tiff, "II");
        long directory = tiff + number(bytes, tiff + 4, 4, little);
        if (directory + 2 > end) {
            return 1;
        }
        long entries = number(bytes, directory, 2, little);
        for (long i = 0; i < entries; i++) {
            long entry = directory + 2 + i * 12;
            if (entry + 12 > end) {
                return 1;
            }
            if (number(bytes, entry, 2, little) == ORIENTATION) {
                return (int) number(bytes, entry + 8, 2, little);
            }
        }
        return 1;
    }

    private static long number(FileBytes bytes, long offset, int length, boolean little)
            throws IOException, UnreadableFileException {
        return little ? bytes.littleEndian(offset, length) : bytes.bigEndian(offset, length);
    }
}
