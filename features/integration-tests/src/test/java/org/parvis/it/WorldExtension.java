package org.parvis.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the {@link World}; used together with {@link KarafExtension}. */
public final class WorldExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(WorldExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Platform platform = KarafExtension.platform(context);
        // The log may say that networks were not configured, and are now.
        platform.log().allow("network|Network|MISCONFIGURED");
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(World.class, unused -> make(platform), World.class);
    }

    private static World make(Platform platform) {
        try {
            return World.make(platform);
        } catch (Exception failure) {
            throw new IllegalStateException("The world of the suite could not be made", failure);
        }
    }
}
