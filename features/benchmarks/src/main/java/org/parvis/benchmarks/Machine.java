package org.parvis.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a figure depends on besides the product. */
final class Machine {
    private static final int WRITES = 500;

    private Machine() {}

    /** Sentences about this machine. Takes a fraction of a second. */
    static List<String> facts(Path folder) throws IOException {
        List<String> facts = new ArrayList<>();
        facts.add(Instant.now() + ", seed " + Conversation.SEED + ", Java " + Runtime.version() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        double load = load();
        facts.add(String.format(
                Locale.ROOT,
                "%d cores, %s, load of the last minute %.2f, %.0f fsync/s in %s",
                Runtime.getRuntime().availableProcessors(),
                memory(),
                load,
                fsyncRate(folder),
                folder));
        if (load > 1) {
            facts.add("This machine is not quiet: do not judge by this run.");
        }
        return facts;
    }

    static double load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.isReadable(file)
                ? Double.parseDouble(
                        Files.readString(file, StandardCharsets.US_ASCII).split(" ")[0])
                : Double.NaN;
    }

    private static String memory() throws IOException {
        Path file = Path.of("/proc/meminfo");
        if (!Files.isReadable(file)) {
            return "memory unknown";
        }
        long kilobytes = Long.parseLong(
                Files.readAllLines(file, StandardCharsets.US_ASCII).get(0).replaceAll("\\D", ""));
        return String.format(Locale.ROOT, "%.0f GiB", kilobytes / 1024.0 / 1024.0);
    }

    /** How often a second a small write reaches the disk. */
    private static double fsyncRate(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "fsync", ".probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(8_192);
            channel.write(ByteBuffer.allocate(8_192 * WRITES), 0);
            channel.force(true);
            long began = System.nanoTime();
            for (int i = 0; i < WRITES; i++) {
                page.clear();
                channel.write(page, i * 8_192L);
                channel.force(false);
            }
            return WRITES / ((System.nanoTime() - began) / 1e9);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
