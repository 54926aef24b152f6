package org.parvis.it;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Small files that are what they say, and that all five networks take. */
final class SampleFiles {
    private static final int SIDE = 320;
    private static final int MILLIS = 5_000;
    /** LinkedIn takes no film below 75 KB. */
    private static final int FILM = 100_000;

    private SampleFiles() {}

    /** A square picture, as JPEG. */
    static byte[] picture() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
        return bytes.toByteArray();
    }

    /** An upright film of five seconds, as MP4: boxes that say so, and nothing to see. */
    static byte[] film() {
        ByteBuffer header = ByteBuffer.allocate(100)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(1_000)
                .putInt(MILLIS);
        ByteBuffer track = ByteBuffer.allocate(84);
        track.putInt(40, 0x10000).putInt(44, 0).putInt(76, 360 << 16).putInt(80, 640 << 16);
        byte[] kind = "isom\0\0\0\0isom".getBytes(StandardCharsets.US_ASCII);
        byte[] movie = box("moov", join(box("mvhd", header.array()), box("trak", box("tkhd", track.array()))));
        return join(join(box("ftyp", kind), box("mdat", new byte[FILM])), movie);
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
