package org.parvis.health;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.store.StoreStatus;

/** Whether the disk of the embedded database has room. */
@Component(property = {"hc.name=Disk", "hc.tags=disk"})
public final class DiskCheck implements HealthCheck {
    private static final long LOW = 1L << 30;
    private static final long LOWEST = 100L << 20;

    private final StoreStatus store;

    @Activate
    public DiskCheck(@Reference StoreStatus store) {
        this.store = store;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Path folder = store.folder().orElse(null);
        if (folder == null) {
            log.info("The database is somebody else's, or not chosen yet");
            return new Result(log);
        }
        try {
            FileStore disk = Files.getFileStore(folder);
            long free = disk.getUsableSpace();
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
        return new Result(log);
    }
}
