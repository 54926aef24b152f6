package org.parvis.archive.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.parvis.model.WorkspaceId;
import org.parvis.store.DatabaseTransfer.Table;
import org.parvis.store.TestDatabase;

/** Fills every table, with values that are easily spoiled on the way, and compares whole tables. */
final class Rows {
    private static final String NIL = "'00000000-0000-0000-0000-000000000000'";
    private static final Set<String> AUDIT = Set.of("workspace.audit_entry", "workspace.audit_head");
    private static final int EACH = 3;
    private static final String COLUMNS = "select column_name, udt_name from information_schema.columns"
            + " where table_schema = ? and table_name = ? and is_generated = 'NEVER' and is_identity = 'NO'"
            + " order by ordinal_position";

    /** What a constraint allows. */
    private static final Map<String, String> ALLOWED = Map.of(
            "workspace.platform_user.language", "fr",
            "workspace.member.role", "OWNER",
            "workspace.brand_role.role", "EDITOR",
            "engine.obligation.state", "DEAD",
            "engine.webhook.state", "PARKED");

    /** What refers to the first row of another table, by the column's name. */
    private static final Map<String, String> REFERRED = Map.of(
            "workspace_id", "workspace.workspace",
            "last_workspace_id", "workspace.workspace",
            "brand_id", "workspace.brand",
            "user_id", "workspace.platform_user",
            "account_id", "engine.account",
            "relink_id", "engine.account",
            "authorisation_id", "engine.authorisation",
            "post_id", "publishing.post",
            "publication_id", "publishing.publication",
            "continues", "publishing.publication");

    private final Connection connection;
    private final Map<String, UUID> first = new HashMap<>();
    private int number;

    private Rows(Connection connection) {
        this.connection = connection;
    }

    /** Adds some rows to every table but those of the audit trail, all of them of one workspace. */
    static void add(TestDatabase database, WorkspaceId workspace) throws Exception {
        List<Table> tables = database.transfer().export(snapshot -> snapshot.tables());
        try (Connection connection = database.dataSource().getConnection()) {
            Rows rows = new Rows(connection);
            rows.first.put("workspace.workspace", workspace.value());
            for (Table table : tables) {
                if (!AUDIT.contains(table.qualifiedName())) {
                    rows.add(table);
                }
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("select nextval('engine.lease_token')");
            }
        }
    }

    /** Removes all rows. */
    static void remove(TestDatabase database) throws Exception {
        List<Table> tables = database.transfer().export(snapshot -> snapshot.tables());
        database.truncate(tables.stream().map(Table::qualifiedName).toArray(String[]::new));
    }

    /** How many rows each table has, and what they are; without the platform's own audit entries. */
    static Map<String, String> digests(TestDatabase database) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        for (Table table : database.transfer().export(snapshot -> snapshot.tables())) {
            String name = table.qualifiedName();
            digests.put(
                    name,
                    text(
                            database.dataSource(),
                            "select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from "
                                    + name + " t" + (AUDIT.contains(name) ? " where workspace_id <> " + NIL : "")));
        }
        return digests;
    }

    static String text(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void add(Table table) throws SQLException {
        Map<String, String> types = types(table);
        for (int row = 0; row < EACH; row++) {
            number++;
            List<String> names = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (Map.Entry<String, String> column : types.entrySet()) {
                names.add(column.getKey());
                values.add(value(table, column.getKey(), column.getValue(), row));
            }
            String marks = types.entrySet().stream()
                    .map(column -> "?::" + column.getValue())
                    .reduce((one, other) -> one + ", " + other)
                    .orElseThrow();
            String sql = "insert into " + table.qualifiedName() + " (" + String.join(", ", names) + ") values (" + marks
                    + ") on conflict do nothing";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    statement.setString(i + 1, values.get(i));
                }
                statement.executeUpdate();
            }
        }
    }

    private String value(Table table, String column, String type, int row) {
        String allowed = ALLOWED.get(table.qualifiedName() + "." + column);
        if (allowed != null) {
            return allowed;
        }
        return switch (type) {
            case "uuid" -> id(table, column, row).toString();
            case "text" -> row == 0 ? "Ünïcode 👩‍👧 \\N \\. \t tab \n line \r\\ " + number : "plain " + number;
            case "_text" -> "{\"a,b\",\"c\\\"d\",NULL,\"\"}";
            case "bytea" -> "\\x00ff0a0d5c" + String.format(Locale.ROOT, "%08x", number);
            case "timestamptz" ->
                row == 0 ? "2026-02-28 23:59:59.999999+00" : "2026-01-01 00:00:0" + number % 10 + "+00";
            case "jsonb" -> "{\"text\": \"\\u00e9 \\\\ \\\"quoted\\\" \\n\", \"number\": 1.10}";
            case "bool" -> Boolean.toString(row == 0);
            case "interval" -> "P1DT2H3M4.5S";
            case "float8" -> "0.1234567890123456";
            case "_int8" -> "{1,9007199254740993}";
            case "_float8", "_int4" -> "{1,2}";
            default -> Integer.toString(number);
        };
    }

    private UUID id(Table table, String column, int row) {
        String referred = REFERRED.get(column);
        if (referred != null && first.containsKey(referred)) {
            return first.get(referred);
        }
        UUID id = row == 0 && column.equals("id") ? first.get(table.qualifiedName()) : null;
        UUID chosen = id == null ? UUID.randomUUID() : id;
        if (column.equals("id")) {
            first.putIfAbsent(table.qualifiedName(), chosen);
        }
        return chosen;
    }

    private Map<String, String> types(Table table) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return types;
    }
}
