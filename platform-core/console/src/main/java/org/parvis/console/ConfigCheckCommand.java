package org.parvis.console;

import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.MetaTypeService;

/**
 * Compares the platform's configuration with what the bundles say they understand: files nobody reads, keys nobody knows,
 * values of the wrong kind. No value is ever printed, since it may be a secret.
 */
@Service
@Command(
        scope = "social",
        name = "config-check",
        description = "Finds files, keys and values of the configuration that nobody reads",
        detailedDescription = "Example: social:config-check --json")
public final class ConfigCheckCommand extends SocialCommand {
    /** Read by the engine itself: what a network understands only its bundle says. */
    static final String NETWORKS = "org.parvis.network.";
    /** The engine tells what is wrong there beside the network's state. */
    static final String LIMITS = "org.parvis.limits";
    /** What the framework and the reader of files add. */
    static final List<String> ADDED = List.of("service.", "felix.", "component.", "config.version", ".");

    @Reference
    ConfigurationAdmin configurations;

    @Reference
    MetaTypeService types;

    @Reference
    BundleContext bundles;

    @Override
    void run() throws Exception {
        List<Map<String, Object>> findings = SettingsFindings.of(configurations, bundles, types);
        show(findings);
        if (!findings.isEmpty()) {
            throw new CommandException(findings.size() + " findings.");
        }
    }

    private void show(List<Map<String, Object>> findings) {
        if (json) {
            print(findings);
            return;
        }
        if (findings.isEmpty()) {
            out().println("Everything that is configured is read.");
        }
        for (Map<String, Object> finding : findings) {
            String key = String.valueOf(finding.get("key"));
            out().println(finding.get("file") + (key.isEmpty() ? "" : ", " + key) + ": " + finding.get("message"));
        }
    }
}
