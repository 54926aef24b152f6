package org.parvis.media.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatReaderTest {
    @TempDir
    Path folder;

    private MediaFormat read(byte[] content) throws Exception {
        Path file = Files.createTempFile(folder, "sample", ".exe");
        Files.write(file, content);
        return FormatReader.read(file);
    }

    @ParameterizedTest
    @CsvSource({"png,image/png", "jpeg,image/jpeg", "gif,image/gif"})
    void picturesHaveTheirTypeAndSize(String format, String type) throws Exception {
        assertThat(read(Samples.picture(format, 321, 123))).isEqualTo(new MediaFormat(type, 321, 123, null));
    }

    @ParameterizedTest
    @CsvSource({"1,40,20", "3,40,20", "5,20,40", "6,20,40", "8,20,40", "99,20,40"})
    void aPictureIsAsWideAsItIsShown(int orientation, int width, int height) throws Exception {
        MediaFormat format = read(Samples.turned(40, 20, orientation));
        if (orientation <= 8) {
            assertThat(format).isEqualTo(new MediaFormat("image/jpeg", width, height, null));
        } else {
            assertThat(format.type()).isEqualTo("image/jpeg");
        }
    }

    @Test
    void webpInItsThreeForms() throws Exception {
        byte[] extended = {0, 0, 0, 0, (byte) 0xff, 0, 0, 0x7f, 0, 0};
        byte[] lossy = {0, 0, 0, (byte) 0x9d, 1, 0x2a, 0x40, 1, (byte) 0xf0, 0};
        byte[] lossless = {0x2f, (byte) (99 & 0xff), (byte) (49 << 6 & 0xff), (byte) (49 >> 2), 0};
        assertThat(read(Samples.webp("VP8X", extended))).isEqualTo(new MediaFormat("image/webp", 256, 128, null));
        assertThat(read(Samples.webp("VP8 ", lossy))).isEqualTo(new MediaFormat("image/webp", 320, 240, null));
        assertThat(read(Samples.webp("VP8L", lossless))).isEqualTo(new MediaFormat("image/webp", 100, 50, null));
    }

    @ParameterizedTest
    @CsvSource({"isom,video/mp4", "mp42,video/mp4", "'qt  ',video/quicktime"})
    void filmsHaveSizeAndDuration(String brand, String type) throws Exception {
        assertThat(read(Samples.film(brand, 1920, 1080, 12_345, false)))
                .isEqualTo(new MediaFormat(type, 1920, 1080, Duration.ofMillis(12_345)));
    }

    @Test
    void aFilmTurnedByAQuarterIsUpright() throws Exception {
        assertThat(read(Samples.film("isom", 1920, 1080, 1_000, true)))
                .isEqualTo(new MediaFormat("video/mp4", 1080, 1920, Duration.ofSeconds(1)));
    }

    @Test
    void pdf() throws Exception {
        assertThat(read("%PDF-1.7\n%%EOF".getBytes(StandardCharsets.US_ASCII)).type())
                .isEqualTo("application/pdf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                "<?xml version=\"1.0\"?><svg/>",
                "<html></html>",
                "PK\u0003\u0004",
                "MZ",
                "hello",
                "GIF",
                "RIFF1234WAVE"
            })
    void whatNetworksDoNotTakeIsRefusedWithASentence(String content) {
        assertThatThrownBy(() -> read(content.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heic", "avif", "M4A "})
    void containersThatHoldNoFilmAreRefused(String brand) {
        assertThatThrownBy(() -> read(Samples.film(brand, 1, 1, 1, false))).isInstanceOf(UnreadableFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<script>alert(1)</script>", "<SVG onload=x>", "<!DOCTYPE html>", "PK\u0005\u0006", "<?php "})
    void aFileThatIsTwoThingsAtOnceIsRefused(String second) {
        byte[] hidden = second.getBytes(StandardCharsets.ISO_8859_1);
        byte[] gif = Samples.picture("gif", 5, 5);
        byte[] jpeg = Samples.picture("jpeg", 5, 5);
        byte[] film = Samples.film("isom", 5, 5, 100, false);
        assertThatThrownBy(() -> read(Samples.join(gif, hidden))).isInstanceOf(UnreadableFileException.class);
        assertThatThrownBy(() -> read(Samples.join(jpeg, hidden))).isInstanceOf(UnreadableFileException.class);
        assertThatThrownBy(() -> read(Samples.join(film, Samples.box("free", hidden))))
                .isInstanceOf(UnreadableFileException.class);
        assertThatThrownBy(() -> read(Samples.join(Samples.picture("png", 5, 5), hidden)))
                .isInstanceOf(UnreadableFileException.class);
    }

    @Test
    void damagedFilesAreRefusedAndNeverBreakTheReader() throws IOException {
        Random random = new Random(42);
        byte[][] samples = {
            Samples.picture("png", 9, 9),
            Samples.turned(9, 9, 6),
            Samples.picture("gif", 9, 9),
            Samples.film("isom", 9, 9, 900, false)
        };
        for (int i = 0; i < 4_000; i++) {
            byte[] damaged = samples[i % samples.length].clone();
            for (int j = 0; j < 6; j++) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            }
            byte[] cut = i % 3 == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
            try {
                assertThat(read(cut).type()).isNotEmpty();
            } catch (UnreadableFileException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            } catch (Exception broken) {
                throw new AssertionError("Sample " + i + " broke the reader", broken);
            }
        }
    }

    @Test
    void aFilmWhoseBoxesNeverEndIsGivenUp() {
        byte[] many = new byte[8 * 20_000];
        for (int i = 0; i < many.length; i += 8) {
            many[i + 3] = 8;
        }
        assertThatThrownBy(() ->
                        read(Samples.join(Samples.box("ftyp", "isom0000".getBytes(StandardCharsets.US_ASCII)), many)))
                .isInstanceOf(UnreadableFileException.class);
    }
}
