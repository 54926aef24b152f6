package org.parvis.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * Compares the platform's configuration with what the bundles say they understand: files nobody reads, keys nobody knows,
 * values of the wrong kind. No value is ever printed, since it may be a secret.
 */
@Service
@Command(
        scope = "social",
        name = "config-check",
        description = "Finds files, keys and values of the configuration that nobody reads")
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
        Map<String, ObjectClassDefinition> known = SettingsRules.definitions(bundles, types);
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Configuration configuration : configured()) {
            String pid = Optional.ofNullable(configuration.getFactoryPid()).orElse(configuration.getPid());
            ObjectClassDefinition definition = known.get(pid);
            if (definition != null) {
                findings.addAll(findings(configuration, pid, definition));
            } else if (pid.startsWith(NETWORKS)) {
                findings.addAll(ofNetwork(configuration, pid));
            } else if (!pid.equals(LIMITS)) {
                findings.add(finding(
                        pid, "", "Nothing reads this file; its name may be misspelt. Known: " + known.keySet() + "."));
            }
        }
        show(findings);
        if (!findings.isEmpty()) {
            throw new CommandException(findings.size() + " findings.");
        }
    }

    private List<Configuration> configured() throws Exception {
        Configuration[] found = configurations.listConfigurations("(service.pid=" + SettingsRules.OURS + "*)");
        return found == null ? List.of() : List.of(found);
    }

    private static List<Map<String, Object>> findings(
            Configuration configuration, String pid, ObjectClassDefinition definition) {
        Map<String, AttributeDefinition> attributes = SettingsRules.attributes(definition);
        List<Map<String, Object>> findings = new ArrayList<>();
        for (String key : Collections.list(configuration.getProperties().keys())) {
            AttributeDefinition attribute = attributes.get(key);
            if (attribute == null && ADDED.stream().noneMatch(key::startsWith)) {
                findings.add(finding(
                        pid, key, "Nothing reads this key; it may be misspelt. Known: " + attributes.keySet() + "."));
            } else if (attribute != null) {
                SettingsRules.wrong(attribute, configuration.getProperties().get(key))
                        .ifPresent(reason -> findings.add(finding(pid, key, reason)));
            }
        }
        return findings;
    }

    private static List<Map<String, Object>> ofNetwork(Configuration configuration, String pid) {
        List<Map<String, Object>> findings = new ArrayList<>();
        for (String key : Collections.list(configuration.getProperties().keys())) {
            if (ADDED.stream().noneMatch(key::startsWith)) {
                SettingsRules.wrongOfNetwork(key, configuration.getProperties().get(key))
                        .ifPresent(reason -> findings.add(finding(pid, key, reason)));
            }
        }
        return findings;
    }

    private static Map<String, Object> finding(String pid, String key, String message) {
        Map<String, Object> finding = new LinkedHashMap<>();
        finding.put("file", "etc/" + pid + ".cfg");
        finding.put("key", key);
        finding.put("message", message);
        return finding;
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
