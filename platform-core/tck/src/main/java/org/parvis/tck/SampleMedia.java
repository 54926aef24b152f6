package org.parvis.tck;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ContentFormat;

/** Small files that are what they say: pictures that can be decoded, and for others a head by which their type is known. */
final class SampleMedia {
    private static final int HEIGHT = 640;

    private SampleMedia() {}

    static MediaFile of(ContentFormat format, String type) {
        int width = (int) (HEIGHT * ratio(format.media().aspect()));
        return switch (type) {
            case "image/jpeg" -> picture(type, "jpg", width);
            case "image/png" -> picture(type, "png", width);
            case "image/gif" -> picture(type, "gif", width);
            case "application/pdf" -> new MediaFile(type, pdf(), 0, 0, null);
            default -> new MediaFile(type, film(), width, HEIGHT, type.startsWith("video/") ? duration(format) : null);
        };
    }

    private static double ratio(ContentFormat.@Nullable AspectRange aspect) {
        if (aspect == null || aspect.minimum() <= 1 && aspect.maximum() >= 1) {
            return 1;
        }
        return (aspect.minimum() + aspect.maximum()) / 2;
    }

    private static Duration duration(ContentFormat format) {
        Duration minimum = format.media().minimumDuration();
        Duration maximum = format.media().maximumDuration();
        Duration wanted = Duration.ofSeconds(5);
        if (minimum != null && wanted.compareTo(minimum) < 0) {
            return minimum;
        }
        return maximum != null && wanted.compareTo(maximum) > 0 ? maximum : wanted;
    }

    private static MediaFile picture(String type, String writer, int width) {
        BufferedImage image = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = image.createGraphics();
        drawing.setColor(Color.ORANGE);
        drawing.fillRect(0, 0, width / 2, HEIGHT);
        drawing.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, writer, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MediaFile(type, bytes.toByteArray(), width, HEIGHT, null);
    }

    /** A file-type box and a box of nothing. */
    private static byte[] film() {
        ByteBuffer film = ByteBuffer.allocate(20 + 8 + 4096);
        film.putInt(20).put("ftypisom".getBytes(StandardCharsets.US_ASCII)).putInt(512);
        film.put("mp42".getBytes(StandardCharsets.US_ASCII)).putInt(8 + 4096);
        film.put("mdat".getBytes(StandardCharsets.US_ASCII));
        return film.array();
    }

    private static byte[] pdf() {
        return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
                .getBytes(StandardCharsets.US_ASCII);
    }
}
