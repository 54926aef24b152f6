package org.parvis.console;

import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the operator's files and those who read them: a value that cannot be read is refused, with its file, its key
 * and the reason in the log, and the last good one stays (the default where there was none). Without it one wrong letter would
 * take a part of the platform away. The database's settings are left to the store, which rather refuses to work than take
 * another database than the one that was meant; the networks' are left to the engine. Thread-safe; called on the threads that
 * deliver configurations.
 */
@Component(immediate = true, property = ConfigurationPlugin.CM_RANKING + ":Integer=900")
public final class SettingsGuard implements ConfigurationPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsGuard.class);
    private static final List<String> OTHERS =
            List.of("org.parvis.store", ConfigCheckCommand.NETWORKS, ConfigCheckCommand.LIMITS);

    private final Supplier<Map<String, ObjectClassDefinition>> definitions;
    private final Map<String, Object> good = new ConcurrentHashMap<>();
    private final Map<String, Object> refused = new ConcurrentHashMap<>();

    @Activate
    public SettingsGuard(BundleContext bundles, @Reference MetaTypeService types) {
        this(() -> SettingsRules.definitions(bundles, types));
    }

    SettingsGuard(Supplier<Map<String, ObjectClassDefinition>> definitions) {
        this.definitions = definitions;
    }

    @Override
    public void modifyConfiguration(@Nullable ServiceReference<?> reader, Dictionary<String, Object> properties) {
        String pid = String.valueOf(properties.get(Constants.SERVICE_PID));
        String kind = Optional.ofNullable(properties.get(ConfigurationAdmin.SERVICE_FACTORYPID))
                .map(String::valueOf)
                .orElse(pid);
        if (!kind.startsWith(SettingsRules.OURS) || OTHERS.stream().anyMatch(kind::startsWith)) {
            return;
        }
        ObjectClassDefinition definition = definitions.get().get(kind);
        if (definition != null) {
            check(pid, SettingsRules.attributes(definition), properties);
        }
    }

    private void check(String pid, Map<String, AttributeDefinition> known, Dictionary<String, Object> properties) {
        for (String key : Collections.list(properties.keys())) {
            AttributeDefinition attribute = known.get(key);
            Object value = properties.get(key);
            if (attribute != null && attribute.getCardinality() == 0) {
                check(new Setting(pid, key), SettingsRules.wrong(attribute, value), properties);
            } else if (attribute == null && ConfigCheckCommand.ADDED.stream().noneMatch(key::startsWith)) {
                if (!value.equals(refused.put(pid + "/" + key, value))) {
                    LOG.info("etc/{}.cfg, {}: Nothing reads this key; it may be misspelt", pid, key);
                }
            }
        }
    }

    /** A key of a file. */
    private record Setting(String pid, String key) {
        @Override
        public String toString() {
            return pid + "/" + key;
        }
    }

    private void check(Setting setting, Optional<String> wrong, Dictionary<String, Object> properties) {
        Object value = properties.get(setting.key());
        if (wrong.isEmpty()) {
            good.put(setting.toString(), value);
            refused.remove(setting.toString());
            return;
        }
        Object last = good.get(setting.toString());
        if (last == null) {
            properties.remove(setting.key());
        } else {
            properties.put(setting.key(), last);
        }
        // Each reader of a file asks anew; it is said once.
        if (!value.equals(refused.put(setting.toString(), value))) {
            LOG.warn(
                    "etc/{}.cfg, {}: {} {}",
                    setting.pid(),
                    setting.key(),
                    wrong.get(),
                    last == null ? "The default is used." : "The last good value stays.");
        }
    }
}
