package org.parvis.gateway.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.Session;

/** Who is logged in and what they may do on the whole workspace; the last two only for sessions, never for tokens. */
public record CallerJson(
        @Nullable String user,
        String name,
        String workspace,
        List<String> rights,
        Map<String, String> brandRoles,
        @Nullable String csrfToken,
        @Nullable Instant expiresAt) {
    public static CallerJson of(Caller caller, @Nullable Session session) {
        Map<String, String> roles = new TreeMap<>();
        caller.brandRoles().forEach((brand, role) -> roles.put(brand.toString(), role.name()));
        return new CallerJson(
                caller.user() == null ? null : caller.user().toString(),
                caller.name(),
                caller.workspace().toString(),
                Stream.of(Right.values()).filter(caller::may).map(Right::name).toList(),
                roles,
                session == null ? null : session.csrfToken(),
                session == null ? null : session.expiresAt());
    }

    @Override
    public String toString() {
        return "CallerJson[" + name + "]";
    }
}
