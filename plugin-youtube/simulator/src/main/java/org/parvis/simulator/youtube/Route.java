package org.parvis.simulator.youtube;

import java.util.Set;
import java.util.function.Function;
import org.parvis.simulation.Reply;

/**
 * One operation of the API.
 *
 * @param operation YouTube's name for it: {@code comments.insert}
 * @param line method and path
 * @param scopes one of these is needed, without Google's prefix
 * @param bucket the budget it draws on
 * @param cost how much of it
 * @param parameters what may be in the query, beside what every Google API takes
 */
record Route(
        String operation,
        String line,
        Set<String> scopes,
        String bucket,
        int cost,
        Set<String> parameters,
        Function<Call, Reply> action) {}
