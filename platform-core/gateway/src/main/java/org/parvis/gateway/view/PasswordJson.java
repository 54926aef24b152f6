package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;

/** A change of password. */
public record PasswordJson(@Nullable String present, @Nullable String replacement) {
    @Override
    public String toString() {
        return "PasswordJson[hidden]";
    }
}
