package org.parvis.media.format;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Finds out what a file is from its content: its name and what the sender says of it count for nothing. Takes what networks
 * take (PNG, JPEG, GIF, WebP, MP4, QuickTime, PDF) and refuses the rest, among it all that browsers run (SVG, HTML), and
 * files that are two things at once. Reads a few bytes here and there, whatever the size. Stateless.
 */
public final class FormatReader {
    private static final int EDGE = 8 * 1024;
    /** A ZIP archive's directory ends within the last 64 KiB and its own 22 bytes. */
    private static final int ARCHIVE_EDGE = 65_536 + 22;

    private static final List<String> MARKUP =
            List.of("<script", "<html", "<!doctype", "<svg", "<iframe", "<body", "<object", "<embed", "<?php");

    private FormatReader() {}

    /**
     * @throws UnreadableFileException when it is nothing that is taken, is damaged, or is more than one thing
     */
    public static MediaFormat read(Path file) throws IOException, UnreadableFileException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            FileBytes bytes = new FileBytes(channel);
            MediaFormat format = find(bytes);
            refuseSecondNature(bytes, format);
            return format;
        }
    }

    private static MediaFormat find(FileBytes bytes) throws IOException, UnreadableFileException {
        if (bytes.size() == 0) {
            throw new UnreadableFileException("The file is empty.");
        }
        if (bytes.holds(0, "\u0089PNG\r\n\u001a\n")) {
            return Pictures.png(bytes);
        }
        if (bytes.holds(0, "\u00ff\u00d8\u00ff")) {
            return Pictures.jpeg(bytes);
        }
        if (bytes.holds(0, "GIF87a") || bytes.holds(0, "GIF89a")) {
            return Pictures.gif(bytes);
        }
        if (bytes.holds(0, "RIFF") && bytes.holds(8, "WEBP")) {
            return Pictures.webp(bytes);
        }
        if (bytes.holds(4, "ftyp")) {
            return Films.read(bytes);
        }
        if (bytes.holds(0, "%PDF-")) {
            return new MediaFormat("application/pdf", 0, 0, null);
        }
        throw new UnreadableFileException("This is none of the files that networks take: PNG, JPEG, GIF, WebP, MP4,"
                + " QuickTime and PDF. Its name does not matter; its content does.");
    }

    /** What a reader less strict than this one might take for a page, a script, a document or an archive. */
    private static void refuseSecondNature(FileBytes bytes, MediaFormat format)
            throws IOException, UnreadableFileException {
        boolean document = format.type().equals("application/pdf");
        String head = text(bytes.at(0, EDGE));
        String tail = text(bytes.at(Math.max(0, bytes.size() - EDGE), EDGE));
        for (String mark : MARKUP) {
            if (!document && (head.contains(mark) || tail.contains(mark))) {
                throw twoThings("a page or script");
            }
        }
        if (!document && head.substring(0, Math.min(1024, head.length())).contains("%pdf-")) {
            throw twoThings("a PDF document");
        }
        byte[] end = bytes.at(Math.max(0, bytes.size() - ARCHIVE_EDGE), ARCHIVE_EDGE);
        if (new String(end, StandardCharsets.ISO_8859_1).contains("PK\u0005\u0006")) {
            throw twoThings("an archive");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private static UnreadableFileException twoThings(String second) {
        return new UnreadableFileException("The file is " + second + " as well as what it begins as; such files are not"
                + " kept. Save it anew from the program it was made with.");
    }
}
