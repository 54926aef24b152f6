package org.parvis.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What of the configuration nobody reads, or nobody can read; no value is ever in it, since it may be a secret. */
final class SettingsFindings {
    private SettingsFindings() {}

    static List<Map<String, Object>> of(ConfigurationAdmin configurations, BundleContext bundles, MetaTypeService types)
            throws IOException, InvalidSyntaxException {
        return of(configured(configurations), SettingsRules.definitions(bundles, types));
    }

    static List<Map<String, Object>> of(List<Configuration> configured, Map<String, ObjectClassDefinition> known) {
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Configuration configuration : configured) {
            String pid = Optional.ofNullable(configuration.getFactoryPid()).orElse(configuration.getPid());
            ObjectClassDefinition definition = known.get(pid);
            if (definition != null) {
                findings.addAll(findings(configuration, pid, definition));
            } else if (pid.startsWith(ConfigCheckCommand.NETWORKS)) {
                findings.addAll(ofNetwork(configuration, pid));
            } else if (!pid.equals(ConfigCheckCommand.LIMITS)) {
                findings.add(finding(
                        pid, "", "Nothing reads this file; its name may be misspelt. Known: " + known.keySet() + "."));
            }
        }
        return findings;
    }

    private static List<Configuration> configured(ConfigurationAdmin configurations)
            throws IOException, InvalidSyntaxException {
        Configuration[] found = configurations.listConfigurations("(service.pid=" + SettingsRules.OURS + "*)");
        return found == null ? List.of() : List.of(found);
    }

    private static List<Map<String, Object>> findings(
            Configuration configuration, String pid, ObjectClassDefinition definition) {
        Map<String, AttributeDefinition> attributes = SettingsRules.attributes(definition);
        List<Map<String, Object>> findings = new ArrayList<>();
        for (String key : Collections.list(configuration.getProperties().keys())) {
            AttributeDefinition attribute = attributes.get(key);
            if (attribute == null && ConfigCheckCommand.ADDED.stream().noneMatch(key::startsWith)) {
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
            if (ConfigCheckCommand.ADDED.stream().noneMatch(key::startsWith)) {
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
}
