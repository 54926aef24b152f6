package org.parvis.engine;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.http.OutboundHttp;
import org.parvis.engine.registry.NetworkSettings;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/** A token endpoint with single-use refresh tokens, and the settings that lead to it. */
public final class FakeTokenServer implements OutboundHttp, NetworkSettings {
    public final List<String> requests = new CopyOnWriteArrayList<>();
    public final List<String> reports = new CopyOnWriteArrayList<>();
    public final AtomicInteger issued = new AtomicInteger();
    public volatile String earlierSecret = "";
    /** Whether the network's bundle is not there, and with it its descriptor. */
    public volatile boolean absent;
    private NetworkDescriptor descriptor;
    private volatile String validRefresh = "canary-refresh-0";
    private volatile Answer next = Answer.GRANT;

    /** How it answers; all but the first for one request. */
    public enum Answer {
        GRANT,
        LOST_BEFORE,
        BLANK,
        AWAY,
        REVOKED,
        WRONG_APPLICATION,
        WRAPPED
    }

    public FakeTokenServer(NetworkDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    public void describe(NetworkDescriptor changed) {
        descriptor = changed;
    }

    public void answerNext(Answer answer) {
        next = answer;
    }

    @Override
    public HttpResponse send(NetworkId network, HttpRequest request, Duration timeout) throws NetworkException {
        String form = URLDecoder.decode(new String(request.body(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        requests.add(form);
        Answer answer = next;
        next = Answer.GRANT;
        return switch (answer) {
            case GRANT -> grant(form);
            case LOST_BEFORE -> throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "no answer");
            case BLANK -> answer(200, "{\"access_token\":\"\",\"refresh_token\":\"\"}");
            case AWAY -> answer(503, "<html>away</html>");
            case REVOKED -> answer(400, "{\"error\":\"invalid_grant\"}");
            case WRAPPED ->
                answer(
                        200,
                        "{\"data\":[{\"access_token\":\"canary-wrapped\",\"user_id\":\"1\",\"permissions\":\"a,b\"}]}");
            case WRONG_APPLICATION -> answer(401, "{\"error\":\"invalid_client\"}");
        };
    }

    private synchronized HttpResponse grant(String form) {
        if (form.contains("grant_type=refresh_token") && !form.contains("refresh_token=" + validRefresh)) {
            return answer(400, "{\"error\":\"invalid_grant\"}");
        }
        int number = issued.incrementAndGet();
        validRefresh = "canary-refresh-" + number;
        return answer(
                200,
                "{\"access_token\":\"canary-access-" + number + "\",\"refresh_token\":\"" + validRefresh
                        + "\",\"expires_in\":7200,\"scope\":\"a b\"}");
    }

    private static HttpResponse answer(int status, String body) {
        return new HttpResponse(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public NetworkDescriptor descriptor(NetworkId network) {
        if (absent) {
            throw new NetworkAbsentException(network, NetworkState.ABSENT);
        }
        return descriptor;
    }

    @Override
    public Application application(NetworkId network) {
        return new Application(true, "client", "client-secret", "webhook-secret", earlierSecret);
    }

    @Override
    public void report(NetworkId network, ErrorKind kind, String reason) {
        reports.add(kind.name());
    }
}
