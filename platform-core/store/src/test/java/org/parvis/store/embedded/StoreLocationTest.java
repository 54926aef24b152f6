package org.parvis.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreLocationTest {
    private Path base;
    private Path home;
    private Path elsewhere;

    @BeforeEach
    void aHomeInAnOpenFolder() throws IOException {
        base = Files.createTempDirectory("parvis-location-");
        mode(base, "rwxr-xr-x");
        home = Files.createDirectories(base.resolve("user/home"));
        mode(home, "rwxr-xr-x");
        mode(home.getParent(), "rwxr-xr-x");
        elsewhere = base.resolve("var");
    }

    @AfterEach
    void clean() throws IOException {
        Folders.delete(base);
    }

    @Test
    void theDataLieInTheHome() throws Exception {
        assertThat(new StoreLocation(home, elsewhere).choose()).isEqualTo(home.resolve("store"));
        assertThat(home.resolve("store.location")).doesNotExist();
    }

    @Test
    void asRootInAClosedHomeTheyLieElsewhereAndTheHomeSaysWhere() throws Exception {
        assumeTrue(ServerAccount.isRoot(), "this process is not root");
        mode(home.getParent(), "rwx------");
        Path chosen = new StoreLocation(home, elsewhere).choose();
        assertThat(chosen.getParent()).isEqualTo(elsewhere);
        assertThat(home.resolve("store.location")).content().contains(chosen.toString());
    }

    @Test
    void dataStayWhereTheyAreWhenTheHomeOpensLater() throws Exception {
        assumeTrue(ServerAccount.isRoot(), "this process is not root");
        mode(home.getParent(), "rwx------");
        Path chosen = new StoreLocation(home, elsewhere).choose();
        Files.createDirectories(chosen.resolve("data"));
        mode(home.getParent(), "rwxr-xr-x");
        assertThat(new StoreLocation(home, elsewhere).choose()).isEqualTo(chosen);
    }

    @Test
    void twoHomesNeverShareAFolder() throws Exception {
        assumeTrue(ServerAccount.isRoot(), "this process is not root");
        mode(home.getParent(), "rwx------");
        Path other = Files.createDirectory(home.resolveSibling("other"));
        assertThat(new StoreLocation(home, elsewhere).choose())
                .isNotEqualTo(new StoreLocation(other, elsewhere).choose());
    }

    @Test
    void aConfiguredFolderOutOfReachIsRefused() throws Exception {
        assumeTrue(ServerAccount.isRoot(), "this process is not root");
        mode(home.getParent(), "rwx------");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> StoreLocation.configured(home.resolve("data")))
                .withMessageContaining("chmod o+x");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
