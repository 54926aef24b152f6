package org.parvis.workspace;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.Role;
import org.parvis.model.BrandId;

/**
 * Which roles somebody holds in a workspace. Always read anew: what a person may do changes with the next request, not with
 * the next login.
 */
record Authority(@Nullable Role workspaceRole, Map<BrandId, Role> brandRoles) {
    /** The roles on brands as one column, for a statement that has the member as {@code m}. */
    static final String BRAND_ROLES = """
            (select array_agg(cast(b.brand_id as text) || '=' || b.role) from workspace.brand_role b
              where b.workspace_id = m.workspace_id and b.user_id = m.user_id) as brand_roles""";

    /** Whether the member {@code m} may come in at all. */
    static final String MAY_ENTER = """
            (m.enabled and (m.role is not null or exists (select from workspace.brand_role b
              where b.workspace_id = m.workspace_id and b.user_id = m.user_id)))""";

    Authority {
        brandRoles = Map.copyOf(brandRoles);
    }

    /** Reads the columns {@code role} and {@code brand_roles}. */
    static Authority of(ResultSet row) throws SQLException {
        String role = row.getString("role");
        return new Authority(role == null ? null : Role.valueOf(role), brandRoles(row.getArray("brand_roles")));
    }

    /** The workspace a login begins in: where the person was last, else the one they joined first. */
    static Optional<UUID> home(Handle handle, UUID user) {
        return handle.createQuery("""
                        select m.workspace_id
                        from workspace.member m join workspace.platform_user u on u.id = m.user_id
                        where m.user_id = :user and\s""" + MAY_ENTER + """

                        order by m.workspace_id = u.last_workspace_id desc nulls last, m.joined_at, m.workspace_id
                        limit 1""")
                .bind("user", user)
                .mapTo(UUID.class)
                .findOne();
    }

    /** Whether somebody who held {@code before} can do less now. */
    boolean isLessThan(Authority before) {
        return Arrays.stream(Right.values()).anyMatch(right -> losesSince(before, right));
    }

    private boolean losesSince(Authority before, Right right) {
        if (held(before.workspaceRole, right)) {
            return !held(workspaceRole, right);
        }
        return before.brandRoles.entrySet().stream()
                .filter(entry -> held(entry.getValue(), right))
                .anyMatch(entry -> !held(workspaceRole, right) && !held(brandRoles.get(entry.getKey()), right));
    }

    private static boolean held(@Nullable Role role, Right right) {
        return role != null && right.heldBy(role);
    }

    /** For the audit trail. */
    Map<String, String> described() {
        Map<String, String> details = new HashMap<>();
        details.put("role", workspaceRole == null ? "none" : workspaceRole.name());
        brandRoles.forEach((brand, role) -> details.put("brand:" + brand, role.name()));
        return details;
    }

    /** The rights of {@code scopes} that the caller holds nowhere. */
    static Set<Right> beyond(Caller caller, Set<Right> scopes) {
        return scopes.stream()
                .filter(right -> !caller.may(right)
                        && caller.brandRoles().keySet().stream().noneMatch(brand -> caller.may(right, brand)))
                .collect(Collectors.toSet());
    }

    private static Map<BrandId, Role> brandRoles(@Nullable Array column) throws SQLException {
        Map<BrandId, Role> roles = new HashMap<>();
        if (column != null) {
            for (Object element : (Object[]) column.getArray()) {
                String[] parts = element.toString().split("=", 2);
                roles.put(BrandId.of(parts[0]), Role.valueOf(parts[1]));
            }
        }
        return roles;
    }
}
