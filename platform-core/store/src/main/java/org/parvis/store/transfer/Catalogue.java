package org.parvis.store.transfer;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flywaydb.core.api.MigrationVersion;
import org.parvis.store.DatabaseTransfer.Table;
import org.parvis.store.TransferException;

/** What the database says of its own schemas, tables and sequences. */
final class Catalogue {
    private static final String SCHEMAS =
            "select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                    + " where c.relname = 'flyway_history' and c.relkind = 'r' order by 1";
    private static final String TABLES = """
            select n.nspname, c.relname,
                array(select a.attname::text from pg_attribute a
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                    order by a.attnum)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any (?) and c.relkind in ('r', 'p') and not c.relispartition
                and c.relname <> 'flyway_history'
            order by 1, 2
            """;
    private static final String REFERENCES = """
            select distinct cn.nspname || '.' || c.relname, rn.nspname || '.' || r.relname
            from pg_constraint k
            join pg_class c on c.oid = k.conrelid join pg_namespace cn on cn.oid = c.relnamespace
            join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
            where k.contype = 'f' and k.conrelid <> k.confrelid
            """;
    private static final String SEQUENCES = "select schemaname || '.' || sequencename, last_value from pg_sequences"
            + " where schemaname = any (?) and last_value is not null";

    private Catalogue() {}

    /** The version of every schema that was made by migrations. */
    static Map<String, String> schemas(Connection connection) throws SQLException {
        Map<String, String> versions = new TreeMap<>();
        for (String schema : texts(connection, SCHEMAS)) {
            texts(
                            connection,
                            "select version from " + quoted(schema)
                                    + ".flyway_history where success and version is not null")
                    .stream()
                    .map(MigrationVersion::fromVersion)
                    .max(MigrationVersion::compareTo)
                    .ifPresent(version -> versions.put(schema, version.getVersion()));
        }
        return versions;
    }

    /** The tables of some schemas, each after those it refers to. */
    static List<Table> tables(Connection connection, Collection<String> schemas)
            throws SQLException, TransferException {
        Map<String, Table> tables = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Table table = new Table(rows.getString(1), rows.getString(2), list(rows.getArray(3)));
                    tables.put(table.qualifiedName(), table);
                }
            }
        }
        return ordered(tables, references(connection));
    }

    static Map<String, Long> sequences(Connection connection, Collection<String> schemas) throws SQLException {
        Map<String, Long> values = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SEQUENCES)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return values;
    }

    /** The names of all sequences, used or not. */
    static Set<String> allSequences(Connection connection, Collection<String> schemas) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "select schemaname || '.' || sequencename from pg_sequences where schemaname = any (?)")) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(Table table) {
        return quoted(table.schema()) + '.' + quoted(table.name());
    }

    static String columns(Table table) {
        return table.columns().stream().map(Catalogue::quoted).collect(Collectors.joining(", "));
    }

    private static Map<String, Set<String>> references(Connection connection) throws SQLException {
        Map<String, Set<String>> references = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(REFERENCES);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                references
                        .computeIfAbsent(rows.getString(1), table -> new LinkedHashSet<>())
                        .add(rows.getString(2));
            }
        }
        return references;
    }

    static List<Table> ordered(Map<String, Table> tables, Map<String, Set<String>> references)
            throws TransferException {
        Map<String, Table> waiting = new LinkedHashMap<>(tables);
        List<Table> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<String> free = waiting.keySet().stream()
                    .filter(name ->
                            references.getOrDefault(name, Set.of()).stream().noneMatch(waiting::containsKey))
                    .toList();
            if (free.isEmpty()) {
                throw new TransferException(
                        "The tables " + waiting.keySet() + " refer to each other in a circle and cannot be filled.");
            }
            free.forEach(name -> ordered.add(tables.get(name)));
            waiting.keySet().removeAll(free);
        }
        return ordered;
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static List<String> list(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
