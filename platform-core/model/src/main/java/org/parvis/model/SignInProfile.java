package org.parvis.model;

import java.net.URI;
import java.util.Map;

/**
 * How a person links an account of a network that knows no authorisation page, or none that the core can speak with: by
 * typing a name and a secret that they made there for applications. An immutable value of the descriptor.
 *
 * @param identifier what the network calls the name, by language; empty where the secret says whose it is
 * @param secret what the network calls the secret, by language
 * @param help where a person makes one
 */
public record SignInProfile(Map<String, String> identifier, Map<String, String> secret, URI help) {
    public SignInProfile {
        identifier = Map.copyOf(identifier);
        secret = Map.copyOf(secret);
    }
}
