package org.parvis.model;

import java.util.Map;
import java.util.Set;

/**
 * One of several guises in which a network has accounts: a company's page and a member, a free and a paid tier.
 *
 * @param id as plugins report it of a linkable account: {@code business}
 * @param names what a person reads, by language ({@code en}, {@code fr})
 * @param unavailable capabilities of the network that this kind lacks, and why, by language
 */
public record AccountKind(String id, Map<String, String> names, Map<Capability, Map<String, String>> unavailable) {
    public AccountKind {
        names = Map.copyOf(names);
        unavailable = Map.copyOf(unavailable);
    }

    /** The capabilities this kind lacks. */
    public Set<Capability> lacks() {
        return unavailable.keySet();
    }
}
