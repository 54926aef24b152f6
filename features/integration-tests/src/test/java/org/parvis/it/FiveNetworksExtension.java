package org.parvis.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the {@link FiveNetworks}: made by the first test that asks, closed after the last. */
public final class FiveNetworksExtension implements ParameterResolver {
    /** Who uses the five networks has them, and their clock, to itself: the classes come one after the other. */
    static final String WORLD = "org.parvis.it.five-networks";

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(FiveNetworksExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FiveNetworks.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(FiveNetworks.class, unused -> made(), FiveNetworks.class);
    }

    private static FiveNetworks made() {
        try {
            return FiveNetworks.make();
        } catch (Exception failure) {
            throw new IllegalStateException("the platform with five networks could not be made", failure);
        }
    }
}
