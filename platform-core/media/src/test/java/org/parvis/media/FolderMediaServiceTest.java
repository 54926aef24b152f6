package org.parvis.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.media.MediaAsset;
import org.parvis.api.media.MediaFiles;
import org.parvis.api.media.MediaService.NewMedia;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Role;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.signing.Signatures;
import org.parvis.media.format.Samples;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

class FolderMediaServiceTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.with("workspace", "media");

    @TempDir
    Path folder;

    private final WorkspaceId workspace = new WorkspaceId(Identifiers.next());
    private final BrandId brand = new BrandId(Identifiers.next());
    private final Caller caller = Caller.operator(workspace, "tester");
    private final StandingClock clock = new StandingClock();
    private final Trail audit = new Trail();
    private FolderMediaService service;

    @BeforeEach
    void arrange() throws Exception {
        addBrand(workspace, brand);
        service = service(1, "https://parvis.example/");
    }

    private FolderMediaService service(int largest, String address) throws IOException {
        return new FolderMediaService(
                database.database(),
                audit,
                new PlainSignatures(),
                clock,
                new MediaFolder(folder.resolve("media"), largest, 1),
                address);
    }

    private static void addBrand(WorkspaceId workspace, BrandId brand) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement first = connection.prepareStatement(
                        "insert into workspace.workspace (id, name, created_at) values (?, 'test', now())");
                PreparedStatement second = connection.prepareStatement(
                        "insert into workspace.brand (id, workspace_id, name) values (?, ?, 'brand')")) {
            first.setObject(1, workspace.value());
            first.executeUpdate();
            second.setObject(1, brand.value());
            second.setObject(2, workspace.value());
            second.executeUpdate();
        }
    }

    private MediaAsset add(byte[] content) throws IOException {
        return add(content, UUID.randomUUID().toString());
    }

    private MediaAsset add(byte[] content, String key) throws IOException {
        return service.add(
                caller, new NewMedia(brand, "../évil/photo.html", "a cat"), new ByteArrayInputStream(content), key);
    }

    @Test
    void aFileIsKeptWithWhatItsContentSays() throws Exception {
        byte[] content = Samples.picture("png", 30, 20);

        MediaAsset asset = add(content);

        assertThat(asset.type()).isEqualTo("image/png");
        assertThat(asset.name()).isEqualTo("photo.html");
        assertThat(asset.width()).isEqualTo(30);
        assertThat(asset.size()).isEqualTo(content.length);
        assertThat(asset.sha256())
                .isEqualTo(java.util.HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(content)));
        assertThat(service.asset(caller, asset.id())).isEqualTo(asset);
        try (InputStream stream = service.content(caller, asset.id()).source().open(7)) {
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 7, content.length));
        }
        assertThat(audit.actions).containsExactly("media.add");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-------");
    }

    @Test
    void theSameKeyWithTheSameFileKeepsItOnce() throws Exception {
        MediaAsset first = add(Samples.picture("png", 30, 20), "key");

        assertThat(add(Samples.picture("png", 30, 20), "key")).isEqualTo(first);
        ProblemException other = problem(() -> add(Samples.picture("png", 31, 20), "key"));

        assertThat(other.problem()).isEqualTo(Problem.KEY_REUSED);
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatIsRefusedLeavesNothingBehind() throws Exception {
        ProblemException page = problem(() -> add("<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        ProblemException large = problem(() -> add(Samples.join(Samples.picture("gif", 9, 9), new byte[1 << 20])));
        assertThatThrownBy(() -> service.add(caller, new NewMedia(brand, "x", ""), new BrokenStream(), "broken"))
                .isInstanceOf(IOException.class);

        assertThat(page.violations()).extracting("rule").containsExactly("media.type");
        assertThat(large.violations()).extracting("rule").containsExactly("media.tooLarge");
        assertThat(files()).isEmpty();
        assertThat(service.assets(caller, brand, PageRequest.first()).items()).isEmpty();
    }

    @Test
    void unfinishedFilesAreClearedAwayAfterADay() throws Exception {
        Path old = Files.writeString(folder.resolve("media/incoming/old"), "x");
        Path fresh = Files.writeString(folder.resolve("media/incoming/fresh"), "x");
        Files.setLastModifiedTime(
                old, java.nio.file.attribute.FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        service(1, "");

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void aFileThatACrashLeftWithoutARowIsSetAsideAndGoesAMonthLater() throws Exception {
        MediaAsset asset = add(Samples.picture("png", 30, 20));
        MediaFolder library = new MediaFolder(folder.resolve("media"), 1, 1);
        MediaId left = new MediaId(Identifiers.next());
        MediaId fresh = new MediaId(Identifiers.next());
        library.put(left, new ByteArrayInputStream(new byte[] {1}));
        library.put(fresh, new ByteArrayInputStream(new byte[] {2}));
        age(asset.id(), Duration.ofHours(25));
        age(left, Duration.ofHours(25));
        LeftoverHandler handler = new LeftoverHandler(database.database(), library, clock);

        try (MediaFiles.Hold hold = library.hold()) {
            handler.handle(round(), NoLease.HELD);
            assertThat(path(left)).as("a backup may be reading it").exists();
        }
        assertThat(handler.handle(round(), NoLease.HELD))
                .isEqualTo(new Settlement.Again(clock.now.plus(Duration.ofDays(1)), false, ""));

        assertThat(path(asset.id())).exists();
        assertThat(path(fresh)).as("its transaction may yet commit").exists();
        assertThat(path(left)).doesNotExist();
        Path aside = folder.resolve("media/leftover/" + left);
        assertThat(aside).exists();
        handler.handle(round(), NoLease.HELD);
        assertThat(aside).as("kept for a month").exists();
        Files.setLastModifiedTime(aside, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
        handler.handle(round(), NoLease.HELD);
        assertThat(aside).doesNotExist();
    }

    @Test
    void whatIsDeletedDuringABackupGoesAfterIt() throws Exception {
        MediaFolder library = new MediaFolder(folder.resolve("media"), 1, 1);
        service = new FolderMediaService(
                database.database(), audit, new PlainSignatures(), clock, library, "https://parvis.example/");
        MediaAsset asset = add(Samples.picture("png", 30, 20));
        MediaFiles.Hold first = library.hold();
        MediaFiles.Hold second = library.hold();

        service.delete(caller, asset.id());
        first.close();
        first.close();

        try (InputStream content = library.open(asset.id()).orElseThrow()) {
            assertThat(content.readAllBytes()).isEqualTo(Samples.picture("png", 30, 20));
        }
        second.close();
        assertThat(library.open(asset.id())).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileIsPutBackWholeOrNotAtAllWhateverItsSize() throws Exception {
        MediaFolder library = new MediaFolder(folder.resolve("media"), 1, 1);
        MediaId id = new MediaId(Identifiers.next());
        byte[] large = new byte[(1 << 20) + 1];

        assertThatThrownBy(() -> library.put(id, new BrokenStream())).isInstanceOf(IOException.class);
        assertThat(files()).isEmpty();
        library.put(id, new ByteArrayInputStream(large));
        library.put(id, new ByteArrayInputStream(new byte[] {7}));

        try (InputStream content = library.open(id).orElseThrow()) {
            assertThat(content.readAllBytes()).containsExactly(7);
        }
        assertThat(files()).hasSize(1);
    }

    private Path path(MediaId id) {
        String name = id.toString();
        return folder.resolve("media")
                .resolve(name.substring(name.length() - 2))
                .resolve(name);
    }

    private void age(MediaId id, Duration age) throws IOException {
        Files.setLastModifiedTime(path(id), FileTime.from(Instant.now().minus(age)));
    }

    private Obligation round() {
        return new Obligation(
                UUID.randomUUID(), LeftoverHandler.KIND, "daily", AuditTrail.PLATFORM, null, null, "{}", clock.now, 1);
    }

    @Test
    void listsPageByPageNewestFirst() throws Exception {
        List<MediaId> added = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            added.add(0, add(Samples.picture("png", 10 + i, 10)).id());
            clock.now = clock.now.plusSeconds(i % 2);
        }
        List<MediaId> seen = new ArrayList<>();
        String after = null;
        do {
            Slice<MediaAsset> page = service.assets(caller, brand, new PageRequest(after, 2));
            page.items().forEach(asset -> seen.add(asset.id()));
            after = page.next();
        } while (after != null);
        assertThat(seen).isEqualTo(added);
    }

    @Test
    void nobodyElsesFilesAreSeenOrChanged() throws Exception {
        MediaAsset asset = add(Samples.picture("png", 30, 20));
        WorkspaceId otherWorkspace = new WorkspaceId(Identifiers.next());
        addBrand(otherWorkspace, new BrandId(Identifiers.next()));
        Caller other = Caller.operator(otherWorkspace, "other");
        Caller viewer = new Caller(workspace, null, "viewer", Role.VIEWER, Map.of(), null, "test");

        assertThat(problem(() -> service.asset(other, asset.id())).problem()).isEqualTo(Problem.NOT_FOUND);
        assertThat(problem(() -> service.delete(other, asset.id())).problem()).isEqualTo(Problem.NOT_FOUND);
        assertThat(problem(() -> service.add(other, new NewMedia(brand, "x", ""), InputStream.nullInputStream(), "k"))
                        .problem())
                .isEqualTo(Problem.NOT_FOUND);
        assertThat(service.find(otherWorkspace, brand, List.of(asset.id()))).isEmpty();
        assertThatThrownBy(() -> service.open(otherWorkspace, asset.id(), 0)).isInstanceOf(IOException.class);
        assertThat(problem(() -> service.delete(viewer, asset.id())).problem()).isEqualTo(Problem.FORBIDDEN);
        assertThat(service.asset(viewer, asset.id())).isEqualTo(asset);
    }

    @Test
    void networksAreHandedWhatIsKnownOfTheFile() throws Exception {
        MediaAsset film = add(Samples.film("isom", 640, 480, 2_500, false));
        MediaAsset described = service.describe(caller, film.id(), "", film.version());

        assertThat(service.find(workspace, brand, List.of(film.id(), new MediaId(UUID.randomUUID()))))
                .containsExactly(
                        new MediaRef(film.id(), "video/mp4", film.size(), 640, 480, Duration.ofMillis(2_500), null));
        assertThat(described.version()).isEqualTo(2);
        assertThat(problem(() -> service.describe(caller, film.id(), "old", 1)).problem())
                .isEqualTo(Problem.STALE);
    }

    @Test
    void aNeededFileStays() throws Exception {
        MediaAsset asset = add(Samples.picture("png", 30, 20));
        service.bindUser((w, media) -> media.equals(asset.id()) ? Optional.of("a publication") : Optional.empty());

        assertThat(problem(() -> service.delete(caller, asset.id())).problem()).isEqualTo(Problem.CONFLICT);
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatIsDeletedIsGoneFromTheDiskToo() throws Exception {
        MediaAsset asset = add(Samples.picture("png", 30, 20));
        URI address = service.publicAddress(workspace, asset.id(), Duration.ofHours(1));

        service.delete(caller, asset.id());

        assertThat(files()).isEmpty();
        assertThat(service.shared(token(address))).isEmpty();
        assertThat(problem(() -> service.asset(caller, asset.id())).problem()).isEqualTo(Problem.NOT_FOUND);
    }

    @Test
    void aSignedAddressLeadsToItsFileUntilItIsOver() throws Exception {
        MediaAsset asset = add(Samples.picture("png", 30, 20));

        URI address = service.publicAddress(workspace, asset.id(), Duration.ofHours(1));

        assertThat(address.toString()).startsWith("https://parvis.example/media/");
        assertThat(service.shared(token(address)).orElseThrow().asset()).isEqualTo(asset);
        clock.now = clock.now.plus(Duration.ofMinutes(61));
        assertThat(service.shared(token(address))).isEmpty();
    }

    @Test
    void noBitOfASignedAddressCanBeChanged() throws Exception {
        MediaAsset asset = add(Samples.picture("png", 30, 20));
        byte[] bytes = java.util.Base64.getUrlDecoder()
                .decode(token(service.publicAddress(workspace, asset.id(), Duration.ofHours(1))));
        for (int i = 0; i < bytes.length * 8; i++) {
            byte[] changed = bytes.clone();
            changed[i / 8] ^= (byte) (1 << i % 8);
            assertThat(service.shared(
                            java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
                    .as("bit " + i)
                    .isEmpty();
        }
        assertThat(service.shared("")).isEmpty();
        assertThat(service.shared("../../etc/passwd")).isEmpty();
    }

    @Test
    void withoutAPublicAddressNothingIsHandedOut() throws Exception {
        FolderMediaService inside = service(1, "");

        assertThat(inside.reachable()).isFalse();
        assertThatThrownBy(() -> inside.publicAddress(workspace, new MediaId(UUID.randomUUID()), Duration.ofHours(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("public.url");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String token(URI address) {
        return address.getPath().substring("/media/".length());
    }

    private interface Action {
        void run() throws Exception;
    }

    private static ProblemException problem(Action action) {
        return catchThrowableOfType(ProblemException.class, action::run);
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("gone");
        }
    }

    private static final class StandingClock extends Clock {
        Instant now = Instant.parse("2026-11-02T09:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A digest that depends on purpose and content. */
    private static final class PlainSignatures implements Signatures {
        @Override
        public byte[] sign(String purpose, byte[] content) {
            try {
                java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
                digest.update((purpose + "secret").getBytes(java.nio.charset.StandardCharsets.UTF_8));
                return digest.digest(content);
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean verify(String purpose, byte[] content, byte[] signature) {
            return Arrays.equals(sign(purpose, content), signature);
        }
    }

    /** A lease that nothing asks. */
    private enum NoLease implements Lease {
        HELD;

        @Override
        public void assertHeld() {}

        @Override
        public void settle(Settlement settlement) {}
    }

    private static final class Trail implements AuditTrail {
        final List<String> actions = new ArrayList<>();

        @Override
        public void record(Caller who, String action, String subject, Map<String, String> details) {
            actions.add(action);
        }

        @Override
        public void recordSystem(
                @Nullable WorkspaceId in, String actor, String action, String subject, Map<String, String> details) {}

        @Override
        public Slice<Entry> entries(Caller who, PageRequest page) {
            return new Slice<>(List.of(), null);
        }

        @Override
        public Optional<Long> firstBrokenLink(Caller who) {
            return Optional.empty();
        }
    }
}
