package org.parvis.simulation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The append-only journal of accepted writes: JSON lines, forced to the disk before the answer leaves, so that it can
 * bear witness after anything was killed, this process included. A torn last line, which no answer ever confirmed, is cut
 * off when it is opened again.
 *
 * <p>Thread-safe. {@link #append} blocks for one write and one fsync.
 */
public final class Journal implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel channel;
    private final List<JournalEntry> entries = new ArrayList<>();

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens the journal in {@code file}, new or with what it holds. */
    public static Journal open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Journal journal = new Journal(channel);
        journal.load();
        return journal;
    }

    private void load() throws IOException {
        byte[] bytes = new byte[Math.toIntExact(channel.size())];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
            // until the whole file is read
        }
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                entries.add(parse(new String(bytes, start, end - start, StandardCharsets.UTF_8)));
                start = end + 1;
            }
        }
        channel.truncate(start);
        channel.position(start);
    }

    private JournalEntry parse(String line) throws IOException {
        try {
            return JournalEntry.of(JSON.readTree(line));
        } catch (JacksonException e) {
            throw new IOException("Line " + (entries.size() + 1) + " of the journal is damaged.", e);
        }
    }

    /** Adds an entry; its sequence number is given here. It is on the disk when this returns. */
    public JournalEntry append(JournalEntry entry) {
        synchronized (entries) {
            JournalEntry numbered = new JournalEntry(
                    entries.size() + 1L,
                    entry.instant(),
                    entry.network(),
                    entry.origin(),
                    entry.account(),
                    entry.operation(),
                    entry.remoteId(),
                    entry.text(),
                    entry.marker(),
                    entry.requestId(),
                    entry.state());
            ObjectNode node = numbered.toJson();
            if (numbered.state() != null) {
                node.set("state", numbered.state());
            }
            try {
                ByteBuffer line =
                        ByteBuffer.wrap((JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8));
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(false);
            } catch (IOException e) {
                throw new UncheckedIOException("The journal cannot be written.", e);
            }
            entries.add(numbered);
            return numbered;
        }
    }

    /** All entries after a sequence number. */
    public List<JournalEntry> since(long sequence) {
        synchronized (entries) {
            int from = (int) Math.max(0, Math.min(sequence, entries.size()));
            return List.copyOf(entries.subList(from, entries.size()));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
