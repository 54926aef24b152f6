package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.parvis.simulation.Exchange;

/**
 * One request to a route.
 *
 * @param path the values of the path's variables, in their order
 */
record Call(Exchange exchange, Principal principal, List<String> path, Parameters parameters) {

    /**
     * Who asks.
     *
     * @param user the signed-in user, 0 for the app itself
     */
    record Principal(long user, String client, java.util.Set<String> scopes) {
        boolean isApp() {
            return user == 0;
        }
    }

    /** The variable of a path that holds only one, as an id. */
    long pathId() {
        return parameters.id("id", path.get(0));
    }

    long user() {
        return principal.user();
    }

    /** The body; 400 where it is not a JSON object. */
    JsonNode body() {
        JsonNode body = exchange.json();
        if (!body.isObject()) {
            throw Refusal.invalid("", "", "Requests with bodies must have content-type of application/json.");
        }
        return body;
    }
}
