package org.parvis.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the {@link Platform} that runs: one container for the whole suite, booted by the first test that asks and
 * stopped after the last. A test class ends with a look into the log: a WARN or ERROR that it did not announce by
 * {@link LogChecker#allow} fails it.
 *
 * <pre>{@code
 * @SharedPlatform
 * class SomethingIT {
 *     @Test
 *     void answers(Platform platform) { ... platform.httpAddress() ... platform.client("social:network-list") ... }
 * }
 * }</pre>
 */
public final class KarafExtension implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(KarafExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Platform platform = platform(context);
        LogChecker log = platform.log();
        log.begin();
        context.getStore(NAMESPACE).put("log", (AutoCloseable) log::failOnUnexpected);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Platform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return platform(context);
    }

    private static Platform platform(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Container.class, unused -> boot(), Container.class)
                .platform();
    }

    private static Container boot() {
        try {
            return Container.boot();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
