package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Features at run time: all are started, and a network comes and goes without touching anything else. */
@SharedPlatform
class FeaturesIT {
    @Test
    void everyFeatureOfTheBootListIsStarted(Platform platform) throws Exception {
        List<String> ours = platform.client("feature:list -i --no-format").lines().stream()
                .filter(line -> line.startsWith("parvis-"))
                .toList();
        assertThat(ours)
                .hasSizeGreaterThanOrEqualTo(17)
                .allSatisfy(line -> assertThat(line).contains("Started"));
        assertThat(ours).noneMatch(line -> line.startsWith("parvis-loopback"));
    }

    @Test
    void aNetworkIsInstalledAndRemovedWithoutAnyOtherBundleChanging(Platform platform) throws Exception {
        List<String> before = bundles(platform);
        assertThat(platform.client("feature:install -r parvis-loopback").exitCode())
                .isZero();
        try {
            assertThat(bundles(platform))
                    .filteredOn(line -> !line.contains("loopback"))
                    .isEqualTo(before);
            assertThat(bundles(platform)).anyMatch(line -> line.contains("loopback") && line.contains("Active"));
        } finally {
            assertThat(platform.client("feature:uninstall -r parvis-loopback").exitCode())
                    .isZero();
        }
        assertThat(bundles(platform)).isEqualTo(before);
    }

    private static List<String> bundles(Platform platform) throws Exception {
        return platform.client("bundle:list -t 0 -s --no-ellipsis --no-format").lines();
    }
}
