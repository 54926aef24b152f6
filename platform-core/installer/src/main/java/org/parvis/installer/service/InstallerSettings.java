package org.parvis.installer.service;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link InstallerConfiguration} as values; what cannot be read is named in the log, and its default holds. */
record InstallerSettings(
        boolean unsigned,
        Path keys,
        Path deploy,
        Path plugins,
        Set<String> operators,
        Duration timeout,
        Duration drain,
        Duration probation,
        int probationCalls,
        double probationMargin) {
    private static final Logger LOGGER = LoggerFactory.getLogger(InstallerSettings.class);

    static InstallerSettings of(InstallerConfiguration configuration) {
        Path home = Path.of(System.getProperty("parvis.home", System.getProperty("karaf.base", ".")));
        Path etc = Path.of(System.getProperty("karaf.etc", home.resolve("etc").toString()));
        return new InstallerSettings(
                configuration.unsigned(),
                folder(configuration.keys_folder(), etc.resolve("network-keys")),
                folder(configuration.deploy_folder(), home.resolve("deploy")),
                home.resolve("data").resolve("plugins"),
                Stream.of(configuration.operators().split("[,\\s]+"))
                        .filter(id -> !id.isBlank())
                        .collect(Collectors.toUnmodifiableSet()),
                duration("update.timeout", configuration.update_timeout(), Duration.ofSeconds(30)),
                duration("drain", configuration.drain(), Duration.ofSeconds(30)),
                duration("probation", configuration.probation(), Duration.ofMinutes(10)),
                Math.max(1, configuration.probation_calls()),
                Math.min(100, Math.max(1, configuration.probation_margin())) / 100.0);
    }

    private static Path folder(String configured, Path otherwise) {
        return configured.isBlank() ? otherwise : Path.of(configured.strip());
    }

    private static Duration duration(String key, String text, Duration otherwise) {
        try {
            Duration duration = Duration.parse(text.strip());
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException malformed) {
            // said below
        }
        LOGGER.warn(
                "org.parvis.installer: {} is a duration such as {}, not \"{}\"; {} holds",
                key,
                otherwise,
                text,
                otherwise);
        return otherwise;
    }
}
