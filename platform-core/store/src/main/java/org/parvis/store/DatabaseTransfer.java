package org.parvis.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes everything out of the database and puts it into another one, for backup and restore. It works as the owner of all
 * tables, past the walls between workspaces: for the operator alone, never for a request. Rows pass as streams in the text
 * form of PostgreSQL's COPY, which every version of the server reads. Registered as a service from the store's activation
 * on. Blocking for as long as it takes; thread-safe.
 */
@ProviderType
public interface DatabaseTransfer {
    /**
     * Hands out everything as it stood at one moment, whatever is written meanwhile.
     *
     * @throws TransferException when the database does not answer
     * @throws IOException what {@code export} throws
     */
    <T> T export(Export<T> export) throws IOException, TransferException;

    /**
     * Puts everything into this database, which must hold no workspace yet: its schemas are made anew at the versions of the
     * source, filled in one transaction, and then brought up to date. The {@link Database} is withdrawn from everybody
     * meanwhile. When it fails, or is killed in the middle, the database is as empty as before.
     *
     * @throws TransferException when the database is not empty, the source is of a newer release, or does not fit
     * @throws IOException what {@code source} throws
     */
    void restore(Source source) throws IOException, TransferException;

    /** Refuses what {@link #restore} would refuse, as far as that shows without the rows. Changes nothing. */
    void check(Source source) throws TransferException;

    /** A table, and its columns without those that the database computes. */
    record Table(String schema, String name, List<String> columns) {
        public Table {
            columns = List.copyOf(columns);
        }

        /** {@code schema.name}. */
        public String qualifiedName() {
            return schema + "." + name;
        }
    }

    /** What is done with a {@link Snapshot}. */
    @ConsumerType
    @FunctionalInterface
    interface Export<T> {
        T read(Snapshot snapshot) throws IOException;
    }

    /** The database at one moment; valid only while it is handed out. */
    @ProviderType
    interface Snapshot {
        /** The server's version. */
        String server();

        /** The version of each schema. */
        Map<String, String> schemas();

        /** Every table, referred-to ones first. */
        List<Table> tables();

        /** The last value of each sequence that was ever used, by {@code schema.name}. */
        Map<String, Long> sequences();

        /** Writes a table's rows; how many. The stream is left open. */
        long copy(Table table, OutputStream out) throws IOException;
    }

    /** Where a database's contents come from. */
    @ConsumerType
    interface Source {
        /** The version of each schema. */
        Map<String, String> schemas();

        /** The tables, in any order. */
        List<Table> tables();

        /** The last value of each sequence, by {@code schema.name}. */
        Map<String, Long> sequences();

        /** How many rows {@link #open} delivers. */
        long rows(Table table);

        /** A table's rows, as {@link Snapshot#copy} wrote them. Closed by whoever asked. */
        InputStream open(Table table) throws IOException;
    }
}
