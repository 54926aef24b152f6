package org.parvis.gateway.view;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.api.workspace.Member;

/** A person in the workspace; {@code brandRoles} by brand id. */
public record MemberJson(
        String user,
        String email,
        String name,
        String language,
        boolean enabled,
        @Nullable String workspaceRole,
        Map<String, String> brandRoles,
        long version) {
    public static MemberJson of(Member member) {
        Map<String, String> roles = new TreeMap<>();
        member.brandRoles().forEach((brand, role) -> roles.put(brand.toString(), role.name()));
        return new MemberJson(
                member.user().toString(),
                member.email(),
                member.name(),
                member.language(),
                member.enabled(),
                member.workspaceRole() == null ? null : member.workspaceRole().name(),
                roles,
                member.version());
    }
}
