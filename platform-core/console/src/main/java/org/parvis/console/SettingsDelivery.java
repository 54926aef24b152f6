package org.parvis.console;

import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
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
 * Delivers what was wrong from the start once more when the {@link SettingsGuard} is there: whoever was configured before it
 * came could not read its file and has not started.
 */
@Component(service = SettingsDelivery.class, immediate = true)
public final class SettingsDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsDelivery.class);

    @Activate
    public SettingsDelivery(
            BundleContext bundles,
            @Reference MetaTypeService types,
            @Reference ConfigurationAdmin configurations,
            @Reference(target = "(component.name=org.parvis.console.SettingsGuard)") ConfigurationPlugin guard)
            throws IOException, InvalidSyntaxException {
        Configuration[] found = configurations.listConfigurations("(service.pid=" + SettingsRules.OURS + "*)");
        var definitions = SettingsRules.definitions(bundles, types);
        for (Configuration each : found == null ? new Configuration[0] : found) {
            ObjectClassDefinition definition = definitions.get(each.getPid());
            if (definition != null && isWrong(each, definition)) {
                LOG.debug("{} is delivered again", each.getPid());
                each.update();
            }
        }
    }

    private static boolean isWrong(Configuration configuration, ObjectClassDefinition definition) {
        for (AttributeDefinition attribute :
                SettingsRules.attributes(definition).values()) {
            Object value = configuration.getProperties().get(attribute.getID());
            if (value != null && SettingsRules.wrong(attribute, value).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
