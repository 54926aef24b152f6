package social.example.bluesky;

import java.util.List;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkPlugin;
import org.parvis.tck.ErrorScenario;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.NetworkTck;

/** The compatibility kit; with {@code -Dbluesky.pds} and {@code -Dbluesky.control}, as {@code network/network.mjs} prints them, against a real
 * network, else against a small one in memory. */
class BlueskyNetworkTck extends NetworkTck {
    @Override
    protected NetworkPlugin plugin() {
        return new BlueskyNetwork();
    }

    @Override
    protected NetworkSimulator simulator() throws Exception {
        return RealBlueskySimulator.isWanted() ? RealBlueskySimulator.start() : SmallBlueskySimulator.start();
    }

    @Override
    protected List<ErrorScenario> errorScenarios() {
        return List.of(
                ErrorScenario.reading("expired", 400, error("ExpiredToken"), ErrorKind.TOKEN_EXPIRED),
                ErrorScenario.reading("unknownToken", 400, error("InvalidToken"), ErrorKind.TOKEN_EXPIRED),
                ErrorScenario.reading("noToken", 401, error("AuthMissing"), ErrorKind.TOKEN_EXPIRED),
                ErrorScenario.reading("takenDown", 401, error("AccountTakedown"), ErrorKind.AUTHORIZATION_REVOKED),
                ErrorScenario.reading("limit", 429, error("RateLimitExceeded"), ErrorKind.RATE_LIMITED)
                        .with("RateLimit-Reset", "1933000000"),
                ErrorScenario.reading("retired", 501, error("MethodNotImplemented"), ErrorKind.API_RETIRED),
                ErrorScenario.publishing("invalid", 400, error("InvalidRequest"), ErrorKind.CONTENT_REJECTED),
                ErrorScenario.publishing("crash", 500, error("InternalServerError"), ErrorKind.OUTCOME_UNKNOWN),
                ErrorScenario.publishing("away", 502, error("UpstreamFailure"), ErrorKind.OUTCOME_UNKNOWN));
    }

    private static String error(String name) {
        return "{\"error\":\"" + name + "\",\"message\":\"No\"}";
    }
}
