package org.parvis.archive.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.parvis.api.media.MediaFiles;
import org.parvis.model.MediaId;

/** A media library in memory. */
final class FakeLibrary implements MediaFiles {
    final Map<MediaId, byte[]> files = new HashMap<>();
    int holds;
    int openedWithoutHold;

    @Override
    public Hold hold() {
        holds++;
        return () -> holds--;
    }

    @Override
    public Optional<InputStream> open(MediaId media) {
        openedWithoutHold += holds == 0 ? 1 : 0;
        return Optional.ofNullable(files.get(media)).map(ByteArrayInputStream::new);
    }

    @Override
    public void put(MediaId media, InputStream content) throws IOException {
        files.put(media, content.readAllBytes());
    }
}
