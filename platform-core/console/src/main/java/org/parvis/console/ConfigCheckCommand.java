package org.parvis.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private static final String OURS = "org.parvis.";
    /** Read by the engine itself: what a network understands only its bundle says. */
    private static final String NETWORKS = "org.parvis.network.";
    /** What the framework and the reader of files add. */
    private static final List<String> ADDED = List.of("service.", "felix.", "component.", "config.version", ".");
    /** Read without a description of their own. */
    private static final Set<String> UNDESCRIBED = Set.of("org.parvis.core");

    @Reference
    ConfigurationAdmin configurations;

    @Reference
    MetaTypeService types;

    @Reference
    BundleContext bundles;

    @Override
    void run() throws Exception {
        Map<String, ObjectClassDefinition> known = definitions();
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Configuration configuration : configured()) {
            String pid = Optional.ofNullable(configuration.getFactoryPid()).orElse(configuration.getPid());
            ObjectClassDefinition definition = known.get(pid);
            if (definition != null) {
                findings.addAll(findings(configuration, pid, definition));
            } else if (!pid.startsWith(NETWORKS) && !UNDESCRIBED.contains(pid)) {
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
        Configuration[] found = configurations.listConfigurations("(service.pid=" + OURS + "*)");
        return found == null ? List.of() : List.of(found);
    }

    private Map<String, ObjectClassDefinition> definitions() {
        Map<String, ObjectClassDefinition> definitions = new TreeMap<>();
        Arrays.stream(bundles.getBundles())
                .filter(bundle -> String.valueOf(bundle.getSymbolicName()).startsWith(OURS))
                .map(types::getMetaTypeInformation)
                .filter(information -> information != null)
                .forEach(information -> Stream.of(information.getPids(), information.getFactoryPids())
                        .flatMap(Arrays::stream)
                        .forEach(pid -> definitions.put(pid, information.getObjectClassDefinition(pid, null))));
        return definitions;
    }

    private static List<Map<String, Object>> findings(
            Configuration configuration, String pid, ObjectClassDefinition definition) {
        Map<String, AttributeDefinition> attributes = Arrays.stream(
                        definition.getAttributeDefinitions(ObjectClassDefinition.ALL))
                .collect(Collectors.toMap(AttributeDefinition::getID, each -> each, (one, other) -> one, TreeMap::new));
        List<Map<String, Object>> findings = new ArrayList<>();
        for (String key : Collections.list(configuration.getProperties().keys())) {
            AttributeDefinition attribute = attributes.get(key);
            if (attribute == null && ADDED.stream().noneMatch(key::startsWith)) {
                findings.add(finding(
                        pid, key, "Nothing reads this key; it may be misspelt. Known: " + attributes.keySet() + "."));
            } else if (attribute != null) {
                Object value = configuration.getProperties().get(key);
                String wrong = attribute.validate(String.valueOf(value));
                if (wrong != null && !wrong.isEmpty()) {
                    findings.add(finding(pid, key, "The value is not of the kind that is read here."));
                }
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
