package org.parvis.engine.credentials;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Opens the key ring where the configuration says. Stateless beyond it. */
@Component(service = EnvelopeKeeper.class, configurationPid = "org.parvis.credentials")
@Designate(ocd = CredentialsConfiguration.class)
public final class EnvelopeKeeper {
    private final KeyRing ring;
    private final Envelope envelope;

    @Activate
    public EnvelopeKeeper(CredentialsConfiguration configuration) throws IOException {
        this(KeyRing.open(file(configuration.key_file())));
    }

    public EnvelopeKeeper(KeyRing ring) {
        this.ring = ring;
        envelope = new Envelope(ring);
    }

    private static Path file(String configured) {
        if (!configured.isBlank()) {
            return Path.of(configured);
        }
        String home = System.getProperty("parvis.home", System.getProperty("karaf.base", "."));
        return Path.of(home, "keys", "credentials.keys");
    }

    KeyRing ring() {
        return ring;
    }

    public Envelope envelope() {
        return envelope;
    }
}
