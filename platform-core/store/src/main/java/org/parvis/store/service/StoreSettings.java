package org.parvis.store.service;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.parvis.store.StoreStatus.Mode;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.embedded.RefusedException;

/** The configuration, read and checked. {@code external} is present in external mode. */
record StoreSettings(
        Optional<Endpoint> external,
        int pool,
        Duration poolWait,
        Duration statementTimeout,
        Optional<Path> dataFolder,
        boolean migrate) {

    /** Refuses with the key, what is wrong with it and what would be right. */
    static StoreSettings of(StoreConfiguration configuration) throws RefusedException {
        return new StoreSettings(
                external(configuration),
                pool(configuration.pool()),
                duration("pool.wait", configuration.pool_wait()),
                duration("statement.timeout", configuration.statement_timeout()),
                folder(configuration.data_dir()),
                migrate(configuration.migrate()));
    }

    static Mode mode(StoreConfiguration configuration) {
        return "external".equals(configuration.mode()) ? Mode.EXTERNAL : Mode.EMBEDDED;
    }

    private static Optional<Endpoint> external(StoreConfiguration configuration) throws RefusedException {
        switch (configuration.mode()) {
            case "embedded":
                return Optional.empty();
            case "external":
                if (!configuration.url().startsWith("jdbc:postgresql:")) {
                    throw wrong("url", "in external mode it must look like jdbc:postgresql://host:5432/parvis");
                }
                if (configuration.user().isEmpty()) {
                    throw wrong("user", "in external mode it must name the login that owns the database");
                }
                return Optional.of(new Endpoint(configuration.url(), configuration.user(), configuration.password()));
            default:
                throw wrong("mode", "it must be 'embedded' or 'external'");
        }
    }

    private static int pool(int size) throws RefusedException {
        if (size < 2 || size > 35) {
            throw wrong("pool", "it must lie between 2 and 35");
        }
        return size;
    }

    private static Duration duration(String key, String text) throws RefusedException {
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(Duration.ofMillis(250)) >= 0 && duration.compareTo(Duration.ofHours(24)) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Refused below, as is one that is out of range.
        }
        throw wrong(key, "it must be an ISO 8601 duration between PT0.25S and PT24H, such as PT30S");
    }

    private static Optional<Path> folder(String text) throws RefusedException {
        try {
            Optional<Path> folder = text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
            if (folder.isPresent() && !folder.get().isAbsolute()) {
                throw wrong("data.dir", "it must be an absolute path");
            }
            return folder;
        } catch (InvalidPathException e) {
            throw wrong("data.dir", "it is no path: " + e.getReason());
        }
    }

    private static boolean migrate(String text) throws RefusedException {
        return switch (text) {
            case "auto" -> true;
            case "check" -> false;
            default -> throw wrong("migrate", "it must be 'auto' or 'check'");
        };
    }

    private static RefusedException wrong(String key, String sentence) {
        return new RefusedException("The value of '" + key + "' in org.parvis.store is wrong: " + sentence + ".");
    }
}
