package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody gets in without the key of this home. */
@SharedPlatform
class NoDefaultPasswordIT {
    @ParameterizedTest
    @CsvSource({"karaf,karaf", "admin,admin", "parvis,parvis", "root,root"})
    void noPasswordOpensTheConsole(String user, String password, Platform platform) throws Exception {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((session, address, key) -> true);
            client.start();
            try (ClientSession session = connect(client, user, platform)) {
                session.addPasswordIdentity(password);
                assertThatThrownBy(() -> session.auth().verify(10_000)).isInstanceOf(SshException.class);
            }
        }
    }

    @Test
    void anotherKeyIsRefused(Platform platform) throws Exception {
        KeyPair foreign = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((session, address, key) -> true);
            client.start();
            try (ClientSession session = connect(client, "parvis", platform)) {
                session.addPublicKeyIdentity(foreign);
                assertThatThrownBy(() -> session.auth().verify(10_000)).isInstanceOf(SshException.class);
            }
        }
    }

    @Test
    void noUserHasAPassword(Platform platform) throws Exception {
        assertThat(Files.readAllLines(platform.home().resolve("etc/users.properties")))
                .allSatisfy(line -> assertThat(line).matches("#.*|\\s*"));
    }

    @Test
    void secretsOfTheHomeAreReadableByItsOwnerOnly(Platform platform) throws Exception {
        Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
        for (String name : List.of("host.key", "console.key")) {
            assertThat(Files.getPosixFilePermissions(
                            platform.home().resolve("etc").resolve(name)))
                    .as(name)
                    .isEqualTo(ownerOnly);
        }
    }

    @Test
    void theLogNamesNoKey(Platform platform) throws Exception {
        String secret = Files.readString(platform.home().resolve("etc/console.key"))
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        try (Stream<Path> logs = Files.list(platform.home().resolve("log"))) {
            for (Path log : logs.toList()) {
                assertThat(Files.readString(log, StandardCharsets.UTF_8)).doesNotContain(secret);
            }
        }
    }

    private static ClientSession connect(SshClient client, String user, Platform platform) throws IOException {
        return client.connect(user, "127.0.0.1", platform.sshPort())
                .verify(10_000)
                .getSession();
    }
}
