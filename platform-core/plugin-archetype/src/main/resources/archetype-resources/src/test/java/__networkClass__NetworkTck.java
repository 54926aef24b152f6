package ${package};

import java.util.List;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkPlugin;
import org.parvis.tck.ErrorScenario;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.NetworkTck;

/** The compatibility kit over the plugin; the report is {@code target/tck/report.md}. */
class ${networkClass}NetworkTck extends NetworkTck {
    @Override
    protected NetworkPlugin plugin() {
        return new ${networkClass}Network();
    }

    @Override
    protected NetworkSimulator simulator() throws Exception {
        return new KitSimulator();
    }

    /** One line for each line of the README's error mapping. */
    @Override
    protected List<ErrorScenario> errorScenarios() {
        return List.of(
                ErrorScenario.reading("expired", 401, error("token-expired"), ErrorKind.TOKEN_EXPIRED),
                ErrorScenario.reading("revoked", 401, error("access-revoked"), ErrorKind.AUTHORIZATION_REVOKED),
                ErrorScenario.reading("dailyLimit", 429, error("daily-limit"), ErrorKind.QUOTA_EXHAUSTED),
                ErrorScenario.reading("limit", 429, error("slow-down"), ErrorKind.RATE_LIMITED)
                        .with("Retry-After", "30"),
                ErrorScenario.publishing("refused", 422, error("text-refused"), ErrorKind.CONTENT_REJECTED),
                ErrorScenario.publishing("crash", 500, error("crash"), ErrorKind.OUTCOME_UNKNOWN));
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"No\"}}";
    }
}
