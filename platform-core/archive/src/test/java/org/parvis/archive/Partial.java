package org.parvis.archive;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A service of which a fake provides only the methods an archive may use; any other call fails. */
final class Partial {
    private Partial() {}

    static <T> T of(Class<T> service, Object fake) {
        return service.cast(Proxy.newProxyInstance(
                service.getClassLoader(), new Class<?>[] {service}, (proxy, method, values) -> {
                    try {
                        return fake.getClass()
                                .getMethod(method.getName(), method.getParameterTypes())
                                .invoke(fake, values);
                    } catch (NoSuchMethodException unexpected) {
                        throw new AssertionError("An archive does not use " + method, unexpected);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }
}
