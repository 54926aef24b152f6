package org.parvis.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.store.StoreStatus;

/** Whether the disks of the home and of the embedded database have room. */
@Component(property = {"hc.name=Disk", "hc.tags=disk"})
public final class DiskCheck implements HealthCheck {
    private static final long LOW = 1L << 30;
    private static final long LOWEST = 100L << 20;

    private final StoreStatus store;
    private final @Nullable Path home;
    private final Room room;

    @Activate
    public DiskCheck(@Reference StoreStatus store) {
        this(store, home(), folder -> Files.getFileStore(folder).getUsableSpace());
    }

    DiskCheck(StoreStatus store, @Nullable Path home, Room room) {
        this.store = store;
        this.home = home;
        this.room = room;
    }

    private static @Nullable Path home() {
        String home = System.getProperty("parvis.home");
        return home == null ? null : Path.of(home);
    }

    /** How many bytes are free where a folder lies. */
    @FunctionalInterface
    interface Room {
        long of(Path folder) throws IOException;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Set<Path> folders = new LinkedHashSet<>();
        if (home != null) {
            folders.add(home);
        }
        store.folder().ifPresent(folders::add);
        if (folders.isEmpty()) {
            log.info("The database is somebody else's, or not chosen yet");
        }
        folders.forEach(folder -> say(folder, log));
        return new Result(log);
    }

    private void say(Path folder, FormattingResultLog log) {
        try {
            long free = room.of(folder);
            if (free < LOWEST) {
                log.critical("Only {} MB are left for {}; make room", free >> 20, folder);
            } else if (free < LOW) {
                log.warn("Only {} MB are left for {}", free >> 20, folder);
            } else {
                log.info("{} MB are left for {}", free >> 20, folder);
            }
        } catch (IOException unreadable) {
            log.warn("The room left for {} cannot be read: {}", folder, unreadable.getMessage());
        }
    }
}
