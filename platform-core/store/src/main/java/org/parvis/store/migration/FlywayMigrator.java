package org.parvis.store.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.parvis.store.SchemaDefinition;
import org.parvis.store.connection.SqlFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one schema after the other up to date with Flyway, each with a history of its own in its own schema. Several
 * nodes may do so at once: Flyway's lock lets one of them work while the others wait. Blocks; used by one thread at a
 * time.
 */
public final class FlywayMigrator {
    private static final Logger LOG = LoggerFactory.getLogger(FlywayMigrator.class);

    private final DataSource owner;
    private final boolean apply;

    /**
     * @param owner connections as the login role, without a time limit for statements
     * @param apply whether to change the schemas, or only to insist that they are up to date
     */
    public FlywayMigrator(DataSource owner, boolean apply) {
        this.owner = owner;
        this.apply = apply;
    }

    /** Sees that the two roles exist and that the login may take them on. To be called before the first migration. */
    public void roles() throws MigrationException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(resource("roles.sql"));
        } catch (SQLException e) {
            throw new MigrationException(
                    "The roles parvis_workspace and parvis_system are not ready: " + e.getMessage(), e);
        }
    }

    /** Migrates {@code definition}. */
    public void migrate(SchemaDefinition definition) throws MigrationException {
        migrate(definition, Optional.empty());
    }

    /** Migrates {@code definition} up to a version, or as far as there are migrations. */
    public void migrate(SchemaDefinition definition, Optional<String> version) throws MigrationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Flyway looks for its own parts with the thread's loader, which in a container may be anybody's.
        thread.setContextClassLoader(FlywayMigrator.class.getClassLoader());
        try {
            perform(definition, version);
        } catch (FlywayException e) {
            throw new MigrationException(
                    "The schema '" + definition.name() + "' could not be brought up to date: " + sentence(e), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Whether one of the migrations of {@code definition} leads to {@code version}. */
    public boolean knows(SchemaDefinition definition, String version) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(FlywayMigrator.class.getClassLoader());
        try {
            MigrationVersion wanted = MigrationVersion.fromVersion(version);
            return Arrays.stream(configured(definition).load().info().all())
                    // What was applied here by a newer release is in the history, but cannot be made again.
                    .filter(each -> each.getState() != MigrationState.FUTURE_SUCCESS)
                    .anyMatch(each -> wanted.equals(each.getVersion()));
        } catch (FlywayException noVersion) {
            return false;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private FluentConfiguration configured(SchemaDefinition definition) {
        return Flyway.configure(definition.loader())
                .dataSource(owner)
                .schemas(definition.name())
                .defaultSchema(definition.name())
                .table("flyway_history")
                .locations("classpath:" + definition.location())
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .group(true);
    }

    private void perform(SchemaDefinition definition, Optional<String> version) throws MigrationException {
        FluentConfiguration configuration = configured(definition);
        version.ifPresent(configuration::target);
        Flyway flyway = configuration.load();
        if (flyway.info().all().length == 0) {
            throw new MigrationException(
                    "The schema '" + definition.name() + "' has no migrations in " + definition.location() + ".");
        }
        if (!apply) {
            insistOnUpToDate(definition, flyway);
            return;
        }
        MigrateResult result = flyway.migrate();
        if (result.migrationsExecuted > 0) {
            LOG.info(
                    "Schema {} brought to version {} by {} migrations",
                    definition.name(),
                    result.targetSchemaVersion,
                    result.migrationsExecuted);
        }
    }

    private static void insistOnUpToDate(SchemaDefinition definition, Flyway flyway) throws MigrationException {
        int pending = flyway.info().pending().length;
        if (pending > 0) {
            throw new MigrationException("The schema '" + definition.name() + "' lacks " + pending
                    + " migrations, and migrate=check forbids to apply them. Apply them, or set migrate=auto in"
                    + " org.parvis.store.");
        }
        flyway.validate();
    }

    /** Whether the failure is the server's absence, which passes, rather than a wrong migration. */
    public static boolean isTemporary(MigrationException failure) {
        return SqlFailure.of(failure).isPresent();
    }

    private static String sentence(FlywayException failure) {
        return String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R[\\s-]*", "; ");
    }

    private static String resource(String name) {
        try (InputStream input = FlywayMigrator.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalStateException("The bundle lacks " + name);
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
