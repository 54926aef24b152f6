package org.parvis.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parvis.api.Keyset;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.media.MediaAsset;
import org.parvis.api.media.MediaContent;
import org.parvis.api.media.MediaService;
import org.parvis.api.media.MediaUser;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.media.MediaLibrary;
import org.parvis.engine.signing.Signatures;
import org.parvis.media.format.FormatReader;
import org.parvis.media.format.MediaFormat;
import org.parvis.media.format.UnreadableFileException;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/** The library: what files hold in a folder, what is known of them in the database. Thread-safe. */
@Component(
        service = {MediaService.class, MediaLibrary.class},
        configurationPid = "org.parvis.core")
public final class FolderMediaService implements MediaService, MediaLibrary {
    private static final int LONGEST_NAME = 200;
    /** No network needs longer to fetch a file; what is handed out longer may leak longer. */
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(2);

    private final Database database;
    private final AuditTrail audit;
    private final Signatures signatures;
    private final Clock clock;
    private final MediaFolder folder;
    private final String publicAddress;
    private final List<MediaUser> users = new CopyOnWriteArrayList<>();

    @Activate
    public FolderMediaService(
            @Reference(target = "(schema=media)") Database database,
            @Reference AuditTrail audit,
            @Reference Signatures signatures,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference MediaFolder folder,
            PublicAddress address) {
        this(database, audit, signatures, clock, folder, address.public_url());
    }

    FolderMediaService(
            Database database,
            AuditTrail audit,
            Signatures signatures,
            Clock clock,
            MediaFolder folder,
            String publicAddress) {
        this.database = database;
        this.audit = audit;
        this.signatures = signatures;
        this.clock = clock;
        this.folder = folder;
        this.publicAddress = publicAddress.replaceAll("/+$", "");
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindUser(MediaUser user) {
        users.add(user);
    }

    void unbindUser(MediaUser user) {
        users.remove(user);
    }

    @Override
    public MediaAsset add(Caller caller, NewMedia media, InputStream content, String idempotencyKey)
            throws IOException {
        caller.require(Right.DRAFT, media.brand());
        requireText(media.alternativeText());
        String name = name(media.name());
        requireBrand(caller, media.brand());
        MediaId id = new MediaId(Identifiers.next());
        MediaFolder.Incoming received = folder.receive(id, content);
        try {
            MediaFormat format = FormatReader.read(received.file());
            MediaAsset asset = new MediaAsset(
                    id,
                    media.brand(),
                    name,
                    format.type(),
                    received.size(),
                    HexFormat.of().formatHex(received.sha256()),
                    format.width(),
                    format.height(),
                    format.duration(),
                    media.alternativeText(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    caller.name(),
                    1);
            return database.inWorkspace(caller.workspace(), handle -> {
                if (!Assets.add(handle, caller.workspace(), asset, idempotencyKey)) {
                    return same(Assets.findByKey(handle, idempotencyKey).orElseThrow(), asset);
                }
                audit.record(caller, "media.add", "media:" + id, Map.of("name", name, "sha256", asset.sha256()));
                folder.keep(id, received);
                return asset;
            });
        } catch (UnreadableFileException unreadable) {
            throw ProblemException.invalid("content", "media.type", String.valueOf(unreadable.getMessage()));
        } finally {
            folder.drop(received);
        }
    }

    private static MediaAsset same(MediaAsset before, MediaAsset now) {
        if (!before.sha256().equals(now.sha256()) || !before.brand().equals(now.brand())) {
            throw new ProblemException(
                    Problem.KEY_REUSED,
                    "This idempotency key was used for another file; use a new key for a new file.");
        }
        return before;
    }

    @Override
    public Slice<MediaAsset> assets(Caller caller, BrandId brand, PageRequest page) {
        caller.require(Right.READ, brand);
        requireBrand(caller, brand);
        Keyset after = Keyset.decode(page.after());
        List<MediaAsset> found =
                database.inWorkspace(caller.workspace(), handle -> Assets.list(handle, brand, after, page.limit() + 1));
        if (found.size() <= page.limit()) {
            return new Slice<>(found, null);
        }
        MediaAsset last = found.get(page.limit() - 1);
        return new Slice<>(
                found.subList(0, page.limit()),
                new Keyset(last.addedAt(), last.id().value()).encode());
    }

    @Override
    public MediaAsset asset(Caller caller, MediaId media) {
        MediaAsset asset = database.inWorkspace(caller.workspace(), handle -> Assets.find(handle, media))
                .orElseThrow(() -> ProblemException.notFound("file"));
        if (!caller.may(Right.READ, asset.brand())) {
            throw ProblemException.notFound("file");
        }
        return asset;
    }

    @Override
    public MediaAsset describe(Caller caller, MediaId media, String alternativeText, long version) {
        requireText(alternativeText);
        return database.inWorkspace(caller.workspace(), handle -> {
            MediaAsset asset = changeable(caller, Assets.lock(handle, media));
            if (asset.version() != version) {
                throw new ProblemException(
                        Problem.STALE,
                        "It was changed since you read it (version " + asset.version() + ", not " + version
                                + "); read it again.");
            }
            Assets.describe(handle, media, alternativeText);
            audit.record(caller, "media.describe", "media:" + media, Map.of());
            return Assets.find(handle, media).orElseThrow();
        });
    }

    @Override
    public void delete(Caller caller, MediaId media) {
        database.useWorkspace(caller.workspace(), handle -> {
            MediaAsset asset = changeable(caller, Assets.lock(handle, media));
            for (MediaUser user : users) {
                user.need(caller.workspace(), media).ifPresent(need -> {
                    throw new ProblemException(
                            Problem.CONFLICT, "The file is needed by " + need + "; change or cancel that first.");
                });
            }
            Assets.delete(handle, media);
            audit.record(caller, "media.delete", "media:" + media, Map.of("name", asset.name()));
            database.afterCommit(() -> folder.delete(media));
        });
    }

    @Override
    public MediaContent content(Caller caller, MediaId media) {
        return content(asset(caller, media));
    }

    private MediaContent content(MediaAsset asset) {
        return new MediaContent(asset, offset -> folder.open(asset.id(), offset));
    }

    @Override
    public Optional<MediaContent> shared(String token) {
        return SharedAddress.read(token, signatures)
                .filter(address -> clock.instant().isBefore(address.until()))
                .flatMap(address ->
                        database.inWorkspace(address.workspace(), handle -> Assets.find(handle, address.media())))
                .map(this::content);
    }

    @Override
    public List<MediaRef> find(WorkspaceId workspace, BrandId brand, Collection<MediaId> media) {
        return database.inWorkspace(workspace, handle -> Assets.hold(handle, brand, media)).stream()
                .map(asset -> new MediaRef(
                        asset.id(),
                        asset.type(),
                        asset.size(),
                        asset.width(),
                        asset.height(),
                        asset.duration(),
                        asset.alternativeText().isEmpty() ? null : asset.alternativeText()))
                .toList();
    }

    @Override
    public InputStream open(WorkspaceId workspace, MediaId media, long offset) throws IOException {
        boolean there = database.inWorkspace(
                workspace, handle -> Assets.find(handle, media).isPresent());
        if (!there) {
            throw new NoSuchFileException(media.toString(), null, "no longer in the media library");
        }
        return folder.open(media, offset);
    }

    @Override
    public boolean reachable() {
        return !publicAddress.isEmpty();
    }

    @Override
    public URI publicAddress(WorkspaceId workspace, MediaId media, Duration validity) {
        if (!reachable()) {
            throw new IllegalStateException("Networks cannot fetch files: set public.url in org.parvis.core");
        }
        Duration granted = validity.compareTo(LONGEST_VALIDITY) > 0 ? LONGEST_VALIDITY : validity;
        SharedAddress address =
                new SharedAddress(workspace, media, clock.instant().plus(granted));
        return URI.create(publicAddress + "/media/" + address.token(signatures));
    }

    private static MediaAsset changeable(Caller caller, Optional<MediaAsset> found) {
        MediaAsset asset = found.filter(a -> caller.may(Right.READ, a.brand()))
                .orElseThrow(() -> ProblemException.notFound("file"));
        caller.require(Right.DRAFT, asset.brand());
        return asset;
    }

    private void requireBrand(Caller caller, BrandId brand) {
        boolean there = database.inWorkspace(
                caller.workspace(),
                handle -> handle.createQuery(
                                "select exists (select from workspace.brand where id = :brand and workspace_id = :workspace)")
                        .bind("brand", brand)
                        .bind("workspace", caller.workspace())
                        .mapTo(Boolean.class)
                        .one());
        if (!there) {
            throw ProblemException.notFound("brand");
        }
    }

    private static void requireText(String text) {
        if (text.length() > LONGEST_ALTERNATIVE_TEXT || text.indexOf('\0') >= 0) {
            throw ProblemException.invalid(
                    "alternativeText",
                    "media.alternativeText",
                    "An alternative text has " + LONGEST_ALTERNATIVE_TEXT + " characters at most, and no NUL.");
        }
    }

    /** Without a path and without what would break a header or a screen. */
    private static String name(String given) {
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\"]", "")
                .strip();
        if (name.isEmpty()) {
            return "file";
        }
        return name.length() <= LONGEST_NAME ? name : name.substring(name.length() - LONGEST_NAME);
    }
}
