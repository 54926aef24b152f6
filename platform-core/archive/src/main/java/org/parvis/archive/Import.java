package org.parvis.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.parvis.api.account.Account;
import org.parvis.api.archive.ArchiveService.BadLine;
import org.parvis.api.archive.ArchiveService.ImportReport;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;

/**
 * One import: reads the archive twice, first to learn who is who, then to sort each content to the accounts it belongs to. An
 * account's own are what it wrote; received is what somebody else wrote that names it, answers it or was sent to it; what it answered is
 * handed over as context, which the inbox counts as received because of the answer. Not thread-safe.
 */
final class Import {
    private static final String DIRECT = "direct-message";

    private final Path archive;
    private final Landscape landscape;
    private final Basket basket;
    private final EntryReader reader = new EntryReader();
    private final List<BadLine> badLines = new ArrayList<>();
    private long lines;
    private long objects;
    private long rejected;
    private long unrelated;

    Import(Path archive, Landscape landscape, Basket basket) {
        this.archive = archive;
        this.landscape = landscape;
        this.basket = basket;
    }

    ImportReport run() throws IOException {
        read(this::learn);
        landscape.complete();
        read(this::sort);
        remove();
        long added = basket.finish();
        return new ImportReport(lines, objects, added, unrelated, rejected, badLines, landscape.missing());
    }

    private interface Step {
        void accept(LineReader.Line line);
    }

    private void read(Step step) throws IOException {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(archive))) {
            LineReader source = new LineReader(input);
            for (Optional<LineReader.Line> line = source.next(); line.isPresent(); line = source.next()) {
                if (!line.get().isBlank()) {
                    step.accept(line.get());
                }
            }
        }
    }

    private void learn(LineReader.Line line) {
        lines++;
        try {
            landscape.add(reader.read(line));
            objects++;
        } catch (BadLineException bad) {
            rejected++;
            if (badLines.size() < ImportReport.MAX_BAD_LINES) {
                badLines.add(new BadLine(line.number(), bad.reason()));
            }
        }
    }

    private void sort(LineReader.Line line) {
        try {
            if (reader.read(line) instanceof Entry.Content content
                    && !landscape.isRemoved(content.uri())
                    && !sort(content, line.content())) {
                unrelated++;
            }
        } catch (BadLineException reported) {
            // The first reading has reported it.
            return;
        }
    }

    private boolean sort(Entry.Content content, byte[] raw) {
        Optional<Account> writer = landscape.accountOf(content.author());
        writer.ifPresent(account -> own(account, content, raw));

        Set<Account> named = new LinkedHashSet<>();
        content.mentions()
                .forEach(mention ->
                        landscape.accountNamed(mention, content.author()).ifPresent(named::add));
        Set<Account> receivers = new LinkedHashSet<>(named);
        content.recipients().forEach(recipient -> landscape.accountOf(recipient).ifPresent(receivers::add));
        landscape.accountThatWrote(content.inReplyTo()).ifPresent(receivers::add);
        writer.ifPresent(receivers::remove);
        for (Account account : receivers) {
            basket.received(account, item(content, kind(content, named.contains(account)), raw));
        }

        Set<Account> answering = new LinkedHashSet<>(landscape.accountsThatAnswered(content.uri()));
        answering.removeAll(receivers);
        writer.ifPresent(answering::remove);
        for (Account account : answering) {
            basket.context(account, item(content, kind(content, false), raw));
        }
        return writer.isPresent() || !receivers.isEmpty() || !answering.isEmpty();
    }

    /** After all content. What was taken back is not brought in first only to vanish; it may be known here already. */
    private void remove() {
        for (String uri : landscape.removed()) {
            RemoteId id = new RemoteId(Entry.remoteId(uri));
            List<Account> concerned = landscape.accountsBeside(uri);
            concerned.forEach(account -> basket.removed(account, id));
            if (concerned.isEmpty()) {
                unrelated++;
            }
        }
    }

    private void own(Account account, Entry.Content content, byte[] raw) {
        boolean post = content.inReplyTo() == null
                && (content.kind() == null
                        || content.kind().equals("post")
                        || content.kind().equals("mention"));
        if (post) {
            basket.post(
                    account,
                    new RemotePost(
                            new RemoteId(Entry.remoteId(content.uri())),
                            content.published(),
                            content.text(),
                            content.attachments(),
                            List.of(),
                            counts(content.counts()),
                            null,
                            raw));
        } else {
            basket.own(account, item(content, kind(content, false), raw));
        }
    }

    private InboxItem item(Entry.Content content, ItemKind kind, byte[] raw) {
        return InboxItem.builder(
                        new RemoteId(Entry.remoteId(content.uri())),
                        kind,
                        landscape.author(content.author()),
                        content.published())
                .conversation(conversation(content))
                .inReplyTo(content.inReplyTo() == null ? null : new RemoteId(Entry.remoteId(content.inReplyTo())))
                .text(content.text())
                .attachments(content.attachments())
                .raw(raw)
                .build();
    }

    /** A direct message stands beside all others between the same people; anything else below what it answers. */
    private RemoteId conversation(Entry.Content content) {
        if (!DIRECT.equals(content.kind()) || content.recipients().isEmpty()) {
            return landscape.rootOf(content.uri());
        }
        Set<String> people =
                new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(id -> id));
        people.add(Entry.remoteId(content.author()));
        content.recipients().forEach(recipient -> people.add(Entry.remoteId(recipient)));
        String joined = String.join("-", people);
        return joined.length() > RemoteId.MAX_LENGTH ? landscape.rootOf(content.uri()) : new RemoteId(joined);
    }

    private static ItemKind kind(Entry.Content content, boolean named) {
        if (content.kind() != null) {
            switch (content.kind()) {
                case DIRECT:
                    return ItemKind.DIRECT_MESSAGE;
                case "review":
                    return ItemKind.REVIEW;
                case "comment":
                    return ItemKind.COMMENT;
                case "mention":
                    return ItemKind.MENTION;
                default:
                    break;
            }
        }
        return content.inReplyTo() == null || (named && content.kind() != null) ? ItemKind.MENTION : ItemKind.COMMENT;
    }

    private static Map<String, Long> counts(Entry.Counts counts) {
        Map<String, Long> known = new HashMap<>();
        put(known, "reactions", counts.likes());
        put(known, "shares", counts.shares());
        put(known, "comments", counts.replies());
        return known;
    }

    private static void put(Map<String, Long> known, String metric, long count) {
        if (count >= 0) {
            known.put(metric, count);
        }
    }
}
