package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The distribution boots and can be spoken to. */
@SharedPlatform
class BootIT {
    @Test
    void isAliveAndReady(Platform platform) throws Exception {
        assertThat(platform.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(platform.get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void healthTellsNothingToOtherOrigins(Platform platform) throws Exception {
        assertThat(platform.get("/health/ready").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void theConsolePassesOnOutputAndExitCode(Platform platform) throws Exception {
        Platform.CommandResult info = platform.client("system:name");
        assertThat(info.exitCode()).isZero();
        assertThat(info.output()).isNotBlank();
        assertThat(platform.client("no:such-command").exitCode()).isNotZero();
    }

    @Test
    void autoRefreshIsOff(Platform platform) throws Exception {
        assertThat(platform.client("config:property-get --pid org.apache.karaf.features autoRefresh")
                        .output())
                .contains("false");
    }

    @Test
    void nothingIsFetchedFromElsewhere(Platform platform) throws Exception {
        assertThat(platform.client("config:property-get --pid org.ops4j.pax.url.mvn org.ops4j.pax.url.mvn.repositories")
                        .output())
                .isBlank();
    }
}
