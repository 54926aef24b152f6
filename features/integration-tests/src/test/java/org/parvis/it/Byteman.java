package org.parvis.it;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jboss.byteman.rule.Rule;

/**
 * Plants bugs into a running platform: rules that change what its methods do, until its process ends. The product knows
 * nothing of it.
 */
final class Byteman {
    private static final String DELEGATION = "org.osgi.framework.bootdelegation";

    private Byteman() {}

    /**
     * Lets the platform's bundles see Byteman's classes, from the next start on: a rule becomes a call of them in the midst
     * of the product's class.
     */
    static void prepare(Path home) throws IOException {
        Properties shipped = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("etc/config.properties"))) {
            shipped.load(reader);
        }
        Path own = home.resolve("etc/custom.properties");
        Files.writeString(
                own,
                Files.readString(own) + "\n" + DELEGATION + " = " + shipped.getProperty(DELEGATION)
                        + ", org.jboss.byteman.*\n");
    }

    /** Plants rules into a process. */
    static void plant(long process, Path folder, List<String> rules) throws Exception {
        Path script = Files.writeString(folder.resolve("rules-" + process + ".btm"), String.join("\n", rules));
        Path jar = jar();
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
        try {
            machine.loadAgent(
                    jar.toString(),
                    "boot:" + jar + ",script:" + script + ",prop:org.jboss.byteman.verbose=true"
                            + ",prop:org.jboss.byteman.compileToBytecode=false");
        } finally {
            machine.detach();
        }
    }

    /** A rule in Byteman's language. */
    static String rule(
            String name, String type, String method, String place, String binding, String condition, String action) {
        return String.join(
                "\n",
                "RULE " + name,
                "CLASS " + type,
                "METHOD " + method,
                place,
                binding.isEmpty() ? "" : "BIND " + binding,
                "IF " + condition,
                "DO " + action,
                "ENDRULE",
                "");
    }

    private static Path jar() throws URISyntaxException {
        return Path.of(
                Rule.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
