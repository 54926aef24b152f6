package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.parvis.api.network.ObligationView;

/** Shows one obligation; never its payload, which may hold what people wrote. */
@Service
@Command(
        scope = "social",
        name = "outbox-show",
        description = "Shows one obligation",
        detailedDescription = "Example: social:outbox-show 01890a5d-ac96-774b-bcce-b302099a8057")
public final class OutboxShowCommand extends ObligationCommand {
    @Override
    void run() {
        ObligationView obligation = obligation();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", obligation.id().toString());
        document.put("workspace", obligation.workspace().toString());
        document.put("kind", obligation.kind());
        document.put("key", obligation.key());
        document.put("lane", obligation.lane());
        document.put("account", text(obligation.account()));
        document.put("network", text(obligation.network()));
        document.put("due", obligation.due().toString());
        document.put("attempt", obligation.attempt());
        document.put("state", obligation.state().name());
        document.put("waitingFor", obligation.waitingFor());
        document.put("reason", obligation.reason());
        document.put("owner", text(obligation.owner()));
        if (json) {
            print(document);
            return;
        }
        printPairs(document);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
