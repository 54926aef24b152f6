package org.parvis.archive.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.VaultService;
import org.parvis.api.archive.BackupService;
import org.parvis.api.media.MediaFiles;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.store.DatabaseTransfer;
import org.parvis.store.TransferException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backups as zip files: an entry per table, each with its checksum in the manifest, and one per file of the media library.
 * Only the transfer is needed all the time; the vault and the audit trail go away while a database is restored, and this must
 * not go with them.
 */
@Component
public final class ZipBackupService implements BackupService {
    private static final Logger LOG = LoggerFactory.getLogger(ZipBackupService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DatabaseTransfer transfer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition come = lock.newCondition();
    private @Nullable VaultService vault;
    private @Nullable AuditTrail trail;
    private @Nullable MediaFiles media;

    @Activate
    public ZipBackupService(@Reference DatabaseTransfer transfer) {
        this.transfer = transfer;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setVault(VaultService present) {
        locked(() -> vault = present);
    }

    public void unsetVault(VaultService gone) {
        locked(() -> vault = gone.equals(vault) ? null : vault);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setTrail(AuditTrail present) {
        locked(() -> trail = present);
    }

    public void unsetTrail(AuditTrail gone) {
        locked(() -> trail = gone.equals(trail) ? null : trail);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setMedia(MediaFiles present) {
        locked(() -> media = present);
    }

    public void unsetMedia(MediaFiles gone) {
        locked(() -> media = gone.equals(media) ? null : media);
    }

    @Override
    public Backup backup(Path file, boolean withKeys, String operator) throws IOException {
        Path target = file.toAbsolutePath();
        Path partial = target.resolveSibling(target.getFileName() + ".part");
        Optional<byte[]> keys = withKeys ? Optional.of(vault().exportKeys(operator)) : Optional.empty();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Backup written;
        // Held before the snapshot is taken, so that every file it names is there until it was read.
        try (MediaFiles.Hold hold = files().hold()) {
            Files.deleteIfExists(partial);
            try (FileChannel channel = privateFile(partial)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                written = write(out, keys, now);
                channel.force(true);
            }
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (TransferException e) {
            throw new ProblemException(Problem.UNAVAILABLE, e.getMessage());
        } finally {
            Files.deleteIfExists(partial);
        }
        note(operator, "backup.write", target, written);
        return written;
    }

    /** The files are read when the snapshot is over, which must not stay open for as long as they take. */
    private Backup write(OutputStream out, Optional<byte[]> keys, Instant now) throws IOException, TransferException {
        MediaFiles library = files();
        try (BackupWriter writer = new BackupWriter(out, library::open)) {
            transfer.export(snapshot -> {
                writer.tables(snapshot);
                return true;
            });
            return writer.finish(keys, Product.VERSION, now.toString()).summary();
        }
    }

    @Override
    public Backup check(Path file) throws IOException {
        try (BackupFile backup = BackupFile.open(file)) {
            verify(backup);
            return backup.manifest().summary();
        }
    }

    @Override
    public Backup restore(Path file, String operator) throws IOException {
        try (BackupFile backup = BackupFile.open(file)) {
            verify(backup);
            Optional<byte[]> keys = backup.keys();
            if (keys.isPresent()) {
                // Before the rows that need them; more keys than needed do no harm.
                vault().importKeys(keys.get(), operator);
            }
            if (backup.manifest().media().files() > 0) {
                // Before the rows that name them: what nothing names is cleared away, what is named must be there.
                backup.media(files()::put);
            }
            transfer.restore(backup);
            Backup restored = backup.manifest().summary();
            note(operator, "backup.restore", file.toAbsolutePath(), restored);
            return restored;
        } catch (TransferException e) {
            throw refused(e);
        }
    }

    private void verify(BackupFile backup) throws IOException {
        try {
            backup.verify();
            transfer.check(backup);
        } catch (TransferException e) {
            throw refused(e);
        }
    }

    private static ProblemException refused(TransferException refusal) {
        return ProblemException.invalid("file", "backup", refusal.getMessage());
    }

    private static FileChannel privateFile(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private void note(String operator, String action, Path file, Backup backup) {
        LOG.info(
                "{}: {}, {} rows, {} files",
                action,
                file,
                backup.allRows(),
                backup.media().number());
        if (backup.media().missing() > 0) {
            LOG.warn(
                    "{}: {} files that the media library names were not there",
                    action,
                    backup.media().missing());
        }
        Map<String, String> details = Map.of(
                "rows", Long.toString(backup.allRows()),
                "writtenAt", backup.createdAt().toString(),
                "files", Long.toString(backup.media().number()),
                "keys", Boolean.toString(backup.keys()));
        audit().recordSystem(null, operator, action, "file:" + file.getFileName(), details);
    }

    private VaultService vault() {
        return awaited(() -> vault, "the vault of credentials");
    }

    private MediaFiles files() {
        return awaited(() -> media, "the media library");
    }

    private AuditTrail audit() {
        return awaited(() -> trail, "the audit trail");
    }

    /** After a restoration the rest of the platform comes back by and by. */
    private <T> T awaited(Supplier<@Nullable T> part, String name) {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            T present = part.get();
            while (present == null) {
                if (left <= 0) {
                    throw new ProblemException(
                            Problem.UNAVAILABLE, "A part of the platform is not there: " + name + ".");
                }
                left = come.awaitNanos(left);
                present = part.get();
            }
            return present;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.UNAVAILABLE, "Interrupted while waiting for " + name + ".");
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            come.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Which release this is. */
    private static final class Product {
        static final String VERSION = read();

        private static String read() {
            Properties properties = new Properties();
            try (InputStream in = ZipBackupService.class.getResourceAsStream("product.properties")) {
                if (in == null) {
                    throw new IllegalStateException("The bundle lacks product.properties");
                }
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties.getProperty("version", "");
        }
    }
}
