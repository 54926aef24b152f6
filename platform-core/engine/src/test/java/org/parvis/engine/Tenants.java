package org.parvis.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.parvis.model.BrandId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.TestDatabase;

/** A workspace with a brand, as rows. */
public record Tenants(WorkspaceId workspace, BrandId brand) {
    public static Tenants create(TestDatabase database) {
        UUID workspace = UUID.randomUUID();
        UUID brand = UUID.randomUUID();
        try (Connection connection = database.dataSource().getConnection()) {
            execute(
                    connection,
                    "insert into workspace.workspace (id, name, created_at) values (?, 'W', now())",
                    workspace);
            execute(
                    connection,
                    "insert into workspace.brand (id, workspace_id, name) values (?, ?, 'B')",
                    brand,
                    workspace);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Tenants(new WorkspaceId(workspace), new BrandId(brand));
    }

    private static void execute(Connection connection, String sql, UUID... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
