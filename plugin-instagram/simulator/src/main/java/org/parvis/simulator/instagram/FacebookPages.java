package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Reply;

/**
 * What stands before an account with Facebook Login: the person who authorised, and the page that is linked with the account.
 * The page's token reaches the account; messages and subscriptions are the page's. Every account has a page, and the person one
 * more, without an account. Called with the world's lock held.
 */
final class FacebookPages {

    /** What is a page's affair and not the account's. */
    private static final Set<String> OF_PAGE = Set.of("conversations", "messages", "subscribed_apps");

    private static final String BEFORE = "10";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Grants grants;
    private final Rendering rendering;
    private final String base;

    FacebookPages(World world, Grants grants, Rendering rendering, String base) {
        this.world = world;
        this.grants = grants;
        this.rendering = rendering;
        this.base = base;
    }

    /** The page that is linked with an account. */
    static String pageOf(String account) {
        return BEFORE + account;
    }

    /** Whose id a request with this grant means: a page's edges are those of its account, as far as the page has them. */
    String meant(String id, String edge, Call call) {
        String account = call.grant().page();
        if (!call.grant().facebook()) {
            return id.equals("me") ? account : id;
        }
        boolean page = id.equals("me") || id.equals(pageOf(account));
        if (page && !OF_PAGE.contains(edge)) {
            throw Refusal.noSuchField(edge, "Page");
        }
        if (id.equals(account) && OF_PAGE.contains(edge)) {
            throw Refusal.noSuchField(edge, Thing.Kind.PAGE.shown);
        }
        return page ? account : id;
    }

    /** Answers what is asked of the person or of a page itself; empty for everything else. */
    Optional<Reply> answer(Call call) {
        if (!call.grant().facebook()) {
            return Optional.empty();
        }
        String id = call.path().get(0);
        String edge = call.path().size() > 1 ? call.path().get(1) : "";
        String account = call.grant().page();
        if (account.isEmpty()) {
            return Optional.of(id.equals("me") ? person(call, edge) : ofPerson(call, id, edge));
        }
        boolean page = id.equals("me") || id.equals(pageOf(account));
        return page && edge.isEmpty() && call.method().equals("GET")
                ? Optional.of(Reply.json(
                        200, show(world.find(account).orElse(null), account, fields(call, "id,name"), call)))
                : Optional.empty();
    }

    private Reply person(Call call, String edge) {
        switch (edge) {
            case "" -> {
                return Reply.json(
                        200,
                        JSON.createObjectNode()
                                .put("name", "Somebody of the agency")
                                .put("id", "10000000000001"));
            }
            case "accounts" -> {
                require(call, "pages_show_list");
                return accounts(call);
            }
            case "permissions" -> {
                return call.method().equals("DELETE") ? withdraw(call) : permissions(call);
            }
            default -> throw Refusal.noSuchField(edge, "User");
        }
    }

    /** A person's token shows the person's pages; what is below them wants a page's own token here. */
    private Reply ofPerson(Call call, String id, String edge) {
        String account = call.grant().pages().stream()
                .filter(each -> pageOf(each).equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.noSuchObject(call.method(), id));
        if (!edge.isEmpty()) {
            throw Refusal.of(
                    403, "OAuthException", 190, 0, "(#190) This method must be called with a Page Access Token");
        }
        return Reply.json(200, show(world.find(account).orElse(null), account, fields(call, "id,name"), call));
    }

    private static void require(Call call, String scope) {
        if (!call.grant().scopes().contains(scope)) {
            throw Refusal.permission(scope);
        }
    }

    private static List<Selection> fields(Call call, String otherwise) {
        return Selection.parse(call.parameter("fields").orElse(otherwise));
    }

    private Reply accounts(Call call) {
        List<Thing> pages = new ArrayList<>();
        world.pages().stream()
                .filter(account -> call.grant().pages().contains(account.id))
                .forEach(pages::add);
        Thing without = new Thing(Thing.Kind.PAGE, "9", "9", 0);
        without.name = "A page without Instagram";
        pages.add(without);
        List<Selection> fields = fields(call, "access_token,category,name,id,tasks");
        return Reply.json(
                200,
                Paging.page(
                        pages,
                        call.parameters(),
                        base + "/" + call.version() + "/me/accounts?",
                        account -> show(account == without ? null : account, account.id, fields, call)));
    }

    private ObjectNode show(@Nullable Thing account, String id, List<Selection> fields, Call call) {
        ObjectNode node = JSON.createObjectNode();
        for (Selection field : fields) {
            switch (field.name()) {
                case "id" -> {}
                case "name" -> node.put("name", account == null ? "A page without Instagram" : account.name);
                case "category" -> node.put("category", "Local business");
                case "tasks" -> node.putArray("tasks").add("MANAGE").add("CREATE_CONTENT").add("MODERATE");
                case "access_token" -> node.put("access_token", token(id, call));
                case "instagram_business_account" -> {
                    if (account != null && call.grant().scopes().contains("instagram_basic")) {
                        node.set(field.name(), rendering.show(account, field.below(), call));
                    }
                }
                default -> throw Refusal.noSuchField(field.name(), "Page");
            }
        }
        return node.put("id", pageOf(id));
    }

    /** A page's token ends with the person's; one that comes from a long-lived token does not end by itself. */
    private String token(String account, Call call) {
        Grants.Grant own = call.grant();
        return grants.issue(
                new Grants.Grant(
                        own.login(),
                        account,
                        Set.of(account),
                        own.scopes(),
                        own.longLived(),
                        own.longLived() ? 0 : own.expires(),
                        world.now(),
                        true),
                call.requestId());
    }

    private Reply permissions(Call call) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        call.grant().scopes().stream()
                .sorted()
                .forEach(scope -> data.addObject().put("permission", scope).put("status", "granted"));
        return Reply.json(200, answer);
    }

    private Reply withdraw(Call call) {
        grants.end("", call.grant().login(), 458);
        return Reply.json(200, JSON.createObjectNode().put("success", true));
    }
}
