package org.parvis.engine.call;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.parvis.model.Capability;
import org.parvis.model.NetworkDescriptor;
import org.parvis.toolkit.descriptor.DescriptorException;
import org.parvis.toolkit.descriptor.DescriptorReader;

/** Descriptors for tests, by the same reader as those of real networks. */
public final class TestDescriptors {
    private TestDescriptors() {}

    /** A network {@code id} with these capabilities, a {@code text} format of 280 and no budgets. */
    public static NetworkDescriptor descriptor(String id, Capability... capabilities) {
        return descriptor(id, "[]", capabilities);
    }

    /** The same with budgets, as JSON. */
    public static NetworkDescriptor descriptor(String id, String quotas, Capability... capabilities) {
        try {
            return DescriptorReader.read(json(id, quotas, capabilities), id + ".json");
        } catch (DescriptorException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A network that renews grants in the given style. */
    public static NetworkDescriptor refreshing(String id, String style) {
        return changed(id, "\"SINGLE_USE\"", '"' + style + '"');
    }

    /** The descriptor with one text of its file replaced. */
    public static NetworkDescriptor changed(String id, String from, String to, Capability... capabilities) {
        try {
            String json = new String(json(id, "[]", capabilities), StandardCharsets.UTF_8);
            return DescriptorReader.read(json.replace(from, to).getBytes(StandardCharsets.UTF_8), id + ".json");
        } catch (DescriptorException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The file such a network would carry. */
    public static byte[] json(String id, String quotas, Capability... capabilities) {
        String names = Arrays.stream(capabilities).map(c -> "\"" + c + "\"").collect(Collectors.joining(","));
        boolean text = Arrays.asList(capabilities).contains(Capability.PUBLISH);
        String formats = text
                ? "{\"id\":\"text\",\"capability\":\"PUBLISH\",\"text\":{\"maximum\":280,\"rule\":\"CODE_POINTS\","
                        + "\"required\":true},\"media\":{\"minimum\":0,\"maximum\":0}}"
                : "";
        return String.format(Locale.ROOT, """
                {"id":"%1$s","displayName":"Network %1$s","apiVersion":"1","documentation":"https://docs.%1$s.example",
                 "baseAddress":"https://api.%1$s.example","allowedHosts":["api.%1$s.example","*.cdn.%1$s.example"],
                 "capabilities":[%2$s],"formats":[%3$s],"quotas":%4$s,"idempotency":"LOOKUP","visibilityWindow":"PT10S",
                 "oauth":{"authorizeEndpoint":"https://%1$s.example/authorize","tokenEndpoint":"https://api.%1$s.example/token",
                  "clientAuthentication":"NONE","refresh":"SINGLE_USE","accessLifetime":"PT2H"}}
                """, id, names, formats, quotas).getBytes(StandardCharsets.UTF_8);
    }
}
