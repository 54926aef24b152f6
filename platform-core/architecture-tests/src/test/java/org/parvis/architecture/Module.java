package org.parvis.architecture;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The modules of the product, each with its root package and the modules that it may use: the directions of the house. */
enum Module {
    MODEL,
    SPI(MODEL),
    API(MODEL),
    TOOLKIT(MODEL, SPI),
    STORE(MODEL),
    WORKSPACE(MODEL, API, STORE),
    /** The toolkit is inlined: it reads descriptors with the reader that a plugin's tests use. */
    ENGINE(MODEL, SPI, API, STORE, TOOLKIT),
    MEDIA(MODEL, API, STORE, ENGINE),
    INBOX(MODEL, SPI, API, STORE, ENGINE),
    PUBLISHING(MODEL, SPI, API, STORE, ENGINE),
    ANALYTICS(MODEL, SPI, API, STORE, ENGINE),
    ARCHIVE(MODEL, API, STORE),
    GATEWAY(MODEL, API),
    WEB,
    CONSOLE(MODEL, API),
    HEALTH(MODEL, API, STORE),
    /** The toolkit is inlined: it reads descriptors with the reader that the engine uses. */
    INSTALLER(MODEL, API, ENGINE, TOOLKIT),
    /** Every network's bundle: a translator, which knows the vocabulary and the SPI alone. */
    NETWORK(MODEL, SPI, TOOLKIT),
    LOOPBACK(MODEL, SPI, TOOLKIT),
    SIMULATION,
    /** Every network's simulator: written from the network's documentation, never from its bundle. */
    SIMULATOR(SIMULATION);

    private final Set<Module> allowed;

    Module(Module... allowed) {
        this.allowed = Set.of(allowed);
    }

    String rootPackage() {
        return "org.parvis." + name().toLowerCase(Locale.ROOT);
    }

    String allItsPackages() {
        return rootPackage() + "..";
    }

    Set<Module> allowed() {
        return allowed;
    }

    /** What it must not use: everything but itself and what it may. */
    String[] forbiddenPackages() {
        Set<Module> forbidden = EnumSet.allOf(Module.class);
        forbidden.remove(this);
        forbidden.removeAll(allowed);
        return forbidden.stream().map(Module::allItsPackages).toArray(String[]::new);
    }
}
