package org.parvis.simulator.linkedin;

import java.util.Set;

/** Who may do what: scopes of the token, roles on the page. Used under the world's monitor. */
final class Rights {
    private static final Set<String> READ = Set.of("r_organization_social", "r_organization_social_feed");
    private static final Set<String> WRITE = Set.of("w_organization_social");
    private static final Set<String> WRITE_FEED = Set.of("w_organization_social", "w_organization_social_feed");
    private static final Set<String> ADMIN = Set.of("rw_organization_admin");

    private final World world;

    Rights(World world) {
        this.world = world;
    }

    private static void scope(Request request, Set<String> anyOf, String what) {
        if (anyOf.stream().noneMatch(request.grant().scopes()::contains)) {
            throw Refusal.denied(what);
        }
    }

    World.Page page(Request request, String urn, String what) {
        World.Page page =
                urn.startsWith(World.ORGANIZATION) ? world.page(urn).orElseThrow(() -> Refusal.notFound(urn)) : null;
        if (page == null) {
            throw Refusal.urn(urn);
        }
        if (!page.administrators.contains(request.grant().member())) {
            throw Refusal.denied(what);
        }
        return page;
    }

    World.Page reader(Request request, String urn, String what) {
        scope(request, READ, what);
        return page(request, urn, what);
    }

    void reads(Request request, String what) {
        scope(request, READ, what);
    }

    World.Page administrator(Request request, String urn, String what) {
        scope(request, ADMIN, what);
        return page(request, urn, what);
    }

    void administers(Request request, String what) {
        scope(request, ADMIN, what);
    }

    /** An author of posts: a page one administers, or oneself. */
    void author(Request request, String urn, String what) {
        if (urn.equals(World.PERSON + request.grant().member())) {
            scope(request, Set.of("w_member_social"), what);
            return;
        }
        scope(request, WRITE, what);
        page(request, urn, what);
    }

    /** An actor of comments and reactions. */
    void actor(Request request, String urn, String what) {
        if (urn.equals(World.PERSON + request.grant().member())) {
            scope(request, Set.of("w_member_social", "w_member_social_feed"), what);
            return;
        }
        scope(request, WRITE_FEED, what);
        page(request, urn, what);
    }
}
