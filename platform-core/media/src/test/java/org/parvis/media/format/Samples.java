package org.parvis.media.format;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Small files of each kind, made here. */
public final class Samples {
    private Samples() {}

    /** A picture as the JDK writes it. */
    public static byte[] picture(String format, int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A JPEG whose Exif says how it is to be turned. */
    static byte[] turned(int width, int height, int orientation) {
        byte[] plain = picture("jpeg", width, height);
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.put((byte) 0xff).put((byte) 0xe1).putShort((short) 34);
        exif.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
        exif.put("MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
        exif.putShort((short) 1);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        return join(
                java.util.Arrays.copyOf(plain, 2), exif.array(), java.util.Arrays.copyOfRange(plain, 2, plain.length));
    }

    static byte[] webp(String chunk, byte[] content) {
        ByteBuffer bytes = ByteBuffer.allocate(20 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + content.length);
        bytes.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(chunk.getBytes(StandardCharsets.US_ASCII));
        return bytes.putInt(content.length).put(content).array();
    }

    /** A film of boxes alone; {@code turned}: by a quarter. */
    public static byte[] film(String brand, int width, int height, int millis, boolean turned) {
        ByteBuffer header = ByteBuffer.allocate(100)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(1000)
                .putInt(millis);
        ByteBuffer track = ByteBuffer.allocate(84);
        track.position(40);
        track.putInt(turned ? 0 : 0x10000).putInt(turned ? 0x10000 : 0);
        track.position(76);
        track.putInt(width << 16).putInt(height << 16);
        byte[] moov = box("moov", join(box("mvhd", header.array()), box("trak", box("tkhd", track.array()))));
        byte[] kind = (brand + "\0\0\0\0" + brand).getBytes(StandardCharsets.ISO_8859_1);
        return join(box("ftyp", kind), box("mdat", new byte[500]), moov);
    }

    static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(content)
                .array();
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
