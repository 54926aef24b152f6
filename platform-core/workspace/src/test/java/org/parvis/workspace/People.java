package org.parvis.workspace;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.Session;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService.NewMember;
import org.parvis.model.BrandId;
import org.parvis.store.TestDatabase;

/** Arranges workspaces with people in them, over a real database and with quick password hashes. */
final class People {
    static final String PASSWORD = "seven green bicycles";
    static final String ORIGIN = "192.0.2.1";
    private static final AtomicInteger COUNT = new AtomicInteger();

    final JdbiWorkspaceService service;
    final JdbiAuditTrail trail;
    private final TestDatabase database;

    People(TestDatabase database) {
        this.database = database;
        service = new JdbiWorkspaceService(database.database(), SessionLimits.DEFAULT, new PasswordHashes(1_000));
        trail = new JdbiAuditTrail(database.database());
    }

    /** An agency with its owner. */
    record Agency(Workspace workspace, String ownerEmail) {
        Caller operator() {
            return Caller.operator(workspace.id(), "operator");
        }
    }

    Agency agency() {
        String email = anyEmail();
        Workspace workspace =
                service.createWorkspace("Agency of " + email, person(email, Role.OWNER, Map.of()), "console");
        return new Agency(workspace, email);
    }

    static String anyEmail() {
        return "person" + COUNT.incrementAndGet() + "@example.com";
    }

    static NewMember person(String email, @Nullable Role role, Map<BrandId, Role> brands) {
        return new NewMember(email, "Someone", "en", PASSWORD, role, brands);
    }

    Member member(Agency agency, @Nullable Role role, Map<BrandId, Role> brands) {
        return service.addMember(agency.operator(), person(anyEmail(), role, brands));
    }

    Session login(String email) {
        return service.login(email, PASSWORD, ORIGIN, "a browser");
    }

    Caller caller(String email) {
        return service.callerOfSession(login(email).reference(), false, null, ORIGIN)
                .orElseThrow();
    }

    /** Changes rows as their owner, whom nothing confines. */
    int force(String sql, Object... values) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String look(String sql, Object... values) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return String.valueOf(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
