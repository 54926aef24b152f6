package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** The pages that a member administers, and the member where the operator wants members too. */
final class LinkedinLinker implements AccountLinker {
    static final String ORGANIZATION = "organization";
    static final String MEMBER = "member";

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 10;

    @Override
    public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
        LinkedinWire wire = new LinkedinWire(call);
        List<LinkableAccount> accounts = new ArrayList<>(organizations(wire));
        if ("on".equalsIgnoreCase(call.settings().getOrDefault("members", "off").strip())) {
            accounts.add(member(wire));
        }
        return accounts;
    }

    private static List<LinkableAccount> organizations(LinkedinWire wire) throws NetworkException {
        List<String> ids = new ArrayList<>();
        for (String urn : administered(wire)) {
            if (urn.startsWith(Urns.ORGANIZATION)) {
                ids.add(Urns.last(urn));
            }
        }
        Map<String, JsonNode> known = details(wire, ids);
        return ids.stream().map(id -> account(id, known.get(id))).toList();
    }

    private static Set<String> administered(LinkedinWire wire) throws NetworkException {
        Set<String> urns = new LinkedHashSet<>();
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = acls(wire, page * PAGE);
            List<JsonNode> elements = Json.list(answer, "elements");
            for (JsonNode role : elements) {
                String urn = Json.id(role, "organization", "organizationTarget");
                if (urn != null && Json.textOr("APPROVED", role, "state").equals("APPROVED")) {
                    urns.add(urn);
                }
            }
            if (elements.size() < PAGE) {
                break;
            }
        }
        return urns;
    }

    /** The roles of whoever authorised; each names them as {@code roleAssignee}. */
    static JsonNode acls(LinkedinWire wire, int start) throws NetworkException {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("q", "roleAssignee");
        query.put("role", "ADMINISTRATOR");
        query.put("state", "APPROVED");
        query.put("start", start);
        query.put("count", PAGE);
        return wire.read(Operations.ACLS, "/rest/organizationAcls", query, LinkedinWire.FINDER);
    }

    private static Map<String, JsonNode> details(LinkedinWire wire, List<String> ids) throws NetworkException {
        Map<String, JsonNode> details = new HashMap<>();
        if (ids.isEmpty()) {
            return details;
        }
        if (wire.batches()) {
            JsonNode answer = wire.read(
                    Operations.ORGANIZATIONS, "/rest/organizations", Map.of("ids", ids), LinkedinWire.BATCH_GET);
            Json.at(answer, "results").properties().forEach(entry -> details.put(entry.getKey(), entry.getValue()));
            return details;
        }
        for (String id : ids) {
            details.put(
                    id,
                    wire.read(Operations.ORGANIZATIONS, "/rest/organizations/" + RestLi.encode(id), Map.of(), null));
        }
        return details;
    }

    private static LinkableAccount account(String id, @Nullable JsonNode organization) {
        String handle = Json.textOr(id, organization, "vanityName");
        String name = Json.textOr(handle, organization, "localizedName");
        return new LinkableAccount(new RemoteId(Urns.ORGANIZATION + id), handle, name, ORGANIZATION, null, null);
    }

    private static LinkableAccount member(LinkedinWire wire) throws NetworkException {
        JsonNode person = wire.read(Operations.USERINFO, "/v2/userinfo", Map.of(), null);
        String id = Json.textOr("", person, "sub");
        if (id.isBlank()) {
            throw new NetworkException(
                    org.parvis.model.ErrorKind.PERMISSION_MISSING,
                    "LinkedIn does not say who authorised; the scopes openid and profile are needed to link members");
        }
        String name = Json.textOr(id, person, "name");
        return new LinkableAccount(new RemoteId(Urns.PERSON + id), id, name, MEMBER, null, null);
    }
}
