package org.parvis.spi;

/**
 * What a person typed to link an account. Valid for one call: never store or log it. {@link #toString()} hides the secret.
 *
 * @param identifier as typed; empty where the network asks for none
 * @param secret as typed, never blank
 */
public record SignIn(String identifier, String secret) {
    @Override
    public String toString() {
        return "SignIn[hidden]";
    }
}
