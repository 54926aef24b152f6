package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;

/** Who logs in. */
public record LoginJson(@Nullable String email, @Nullable String password) {
    @Override
    public String toString() {
        return "LoginJson[hidden]";
    }
}
