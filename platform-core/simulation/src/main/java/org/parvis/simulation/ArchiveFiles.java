package org.parvis.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pictures and films that lie beside an archive, offered at addresses of the network's own, as a network does. Only what
 * the archive names is served. Thread-safe once {@link #offer} has returned.
 */
final class ArchiveFiles {
    private static final String PATH = "/archive-files/";

    private record Offered(Path file, String mediaType) {}

    private final Map<String, Offered> offered = new ConcurrentHashMap<>();

    /** The archive with addresses below {@code base} instead of local files. */
    Archive offer(Archive archive, URI base) {
        List<Archive.Item> items = new ArrayList<>(archive.items().size());
        for (Archive.Item item : archive.items()) {
            items.add(item.attachments().isEmpty() ? item : item.with(offer(item.attachments(), base)));
        }
        return new Archive(
                archive.actors(),
                items,
                archive.removals(),
                archive.problems(),
                archive.shiftSeconds(),
                archive.shiftIds());
    }

    private List<Archive.Attachment> offer(List<Archive.Attachment> attachments, URI base) {
        List<Archive.Attachment> moved = new ArrayList<>();
        for (Archive.Attachment one : attachments) {
            boolean here =
                    !one.url().isEmpty() && !one.url().contains("://") && Files.isRegularFile(Path.of(one.url()));
            moved.add(
                    here ? new Archive.Attachment(one.type(), address(one, base), one.mediaType(), one.source()) : one);
        }
        return List.copyOf(moved);
    }

    private String address(Archive.Attachment one, URI base) {
        Path file = Path.of(one.url());
        String name = file.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
        for (int number = 2; ; number++) {
            Offered before = offered.putIfAbsent(PATH + name, new Offered(file, one.mediaType()));
            if (before == null || before.file().equals(file)) {
                return base + PATH + name;
            }
            name = number + "-" + name;
        }
    }

    /** The file at a path; empty where there is none. */
    Optional<Reply> at(String path) {
        Offered found = path.startsWith(PATH) ? offered.get(path) : null;
        if (found == null) {
            return Optional.empty();
        }
        try {
            String type = found.mediaType().isEmpty() ? "application/octet-stream" : found.mediaType();
            return Optional.of(Reply.of(200, type, Files.readAllBytes(found.file())));
        } catch (IOException gone) {
            return Optional.of(Reply.text(404, "text/plain", "The file is no longer there."));
        }
    }
}
