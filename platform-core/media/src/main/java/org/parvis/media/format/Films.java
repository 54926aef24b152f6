package org.parvis.media.format;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads size and duration of films from the boxes of their container (ISO/IEC 14496-12, QuickTime file format). */
final class Films {
    private static final int MOST_BOXES = 10_000;
    private static final Set<String> STILL_PICTURES =
            Set.of("heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "avif", "avis");
    private static final Set<String> SOUND = Set.of("M4A ", "M4B ", "M4P ");

    private final FileBytes bytes;
    private int boxes;
    private @Nullable Duration duration;
    private int width;
    private int height;

    private Films(FileBytes bytes) {
        this.bytes = bytes;
    }

    /** What a box holds: from {@code begin} to {@code end}. */
    private record Box(String type, long begin, long end) {}

    static MediaFormat read(FileBytes bytes) throws IOException, UnreadableFileException {
        String brand = bytes.name(8, 4);
        if (STILL_PICTURES.contains(brand)) {
            throw new UnreadableFileException(
                    "This is a HEIC or AVIF picture, which no network takes; save it as JPEG.");
        }
        if (SOUND.contains(brand)) {
            throw new UnreadableFileException("This file holds sound alone, which no network takes.");
        }
        Films film = new Films(bytes);
        film.walk(0, bytes.size());
        if (film.duration == null || film.width == 0 || film.height == 0) {
            throw new UnreadableFileException("This film holds no pictures, or is cut off. Export it anew as MP4.");
        }
        String type = brand.equals("qt  ") ? "video/quicktime" : "video/mp4";
        return new MediaFormat(type, film.width, film.height, film.duration);
    }

    private void walk(long begin, long end) throws IOException, UnreadableFileException {
        long place = begin;
        while (place + 8 <= end) {
            Box box = box(place, end);
            switch (box.type()) {
                case "moov", "trak" -> walk(box.begin(), box.end());
                case "mvhd" -> duration = duration(box);
                case "tkhd" -> size(box);
                default -> {
                    // nothing here that must be known
                }
            }
            place = box.end();
        }
    }

    private Box box(long place, long end) throws IOException, UnreadableFileException {
        if (++boxes > MOST_BOXES) {
            throw damaged();
        }
        long size = bytes.bigEndian(place, 4);
        String type = bytes.name(place + 4, 4);
        long begin = place + 8;
        if (size == 1) {
            size = bytes.bigEndian(place + 8, 8);
            begin = place + 16;
        } else if (size == 0) {
            size = end - place;
        }
        if (size < begin - place || size > end - place) {
            throw damaged();
        }
        return new Box(type, begin, place + size);
    }

    private Duration duration(Box box) throws IOException, UnreadableFileException {
        boolean wide = bytes.octet(box.begin()) == 1;
        long scale = bytes.bigEndian(box.begin() + (wide ? 20 : 12), 4);
        long units = bytes.bigEndian(box.begin() + (wide ? 24 : 16), wide ? 8 : 4);
        if (scale == 0 || units < 0 || units / scale > Duration.ofDays(1).toSeconds()) {
            throw damaged();
        }
        return Duration.ofMillis(units / scale * 1000 + units % scale * 1000 / scale);
    }

    /** The first track with a size is the one people see; sound has none. */
    private void size(Box box) throws IOException, UnreadableFileException {
        long matrix = box.begin() + (bytes.octet(box.begin()) == 1 ? 52 : 40);
        int across = (int) (bytes.bigEndian(matrix + 36, 4) >> 16);
        int down = (int) (bytes.bigEndian(matrix + 40, 4) >> 16);
        if (width == 0 && across > 0 && down > 0) {
            // turned by a quarter: the matrix then begins with 0
            boolean lying = bytes.bigEndian(matrix, 4) == 0 && bytes.bigEndian(matrix + 4, 4) != 0;
            width = lying ? down : across;
            height = lying ? across : down;
        }
    }

    private static UnreadableFileException damaged() {
        return new UnreadableFileException("This film is damaged or cut off. Export it anew as MP4.");
    }
}
