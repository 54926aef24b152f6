package org.parvis.gateway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.RequestKeys;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.BrandJson;
import org.parvis.gateway.view.NewBrandJson;
import org.parvis.model.WorkspaceId;

class CreatedOnceTest {
    private final FakeRequestKeys keys = new FakeRequestKeys();
    private final CreatedOnce once = new CreatedOnce(keys);
    private final AtomicInteger made = new AtomicInteger();
    private final ContainerRequestContext request = request();

    /** Keeps answers in memory. */
    private static final class FakeRequestKeys implements RequestKeys {
        private final Map<String, Optional<Answer>> kept = new HashMap<>();

        @Override
        public Optional<Answer> begin(Caller caller, String route, String key, byte[] asked) {
            Optional<Answer> before = kept.putIfAbsent(route + key, Optional.empty());
            if (before != null && before.isEmpty()) {
                throw new ProblemException(Problem.CONFLICT, "running");
            }
            return before == null ? Optional.empty() : before;
        }

        @Override
        public void finish(Caller caller, String route, String key, Answer answer) {
            kept.put(route + key, Optional.of(answer));
        }

        @Override
        public void forget(Caller caller, String route, String key) {
            kept.remove(route + key);
        }
    }

    /** As much of a request as is read here. */
    private static ContainerRequestContext request() {
        Caller caller = Caller.operator(new WorkspaceId(new UUID(1, 1)), "operator");
        UriInfo address = proxy(UriInfo.class, Map.of("getPath", "v1/brands"));
        return proxy(
                ContainerRequestContext.class,
                Map.of("getProperty", caller, "getMethod", "POST", "getUriInfo", address));
    }

    private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return answer;
                }));
    }

    private Response create() {
        int number = made.incrementAndGet();
        return Requests.created(new BrandJson("id-" + number, "x", number), number);
    }

    @Test
    void repeatedRequestGetsTheFirstAnswerWithItsVersion() {
        Response first = once.create(request, "a", new NewBrandJson("x"), this::create);
        Response again = once.create(request, "a", new NewBrandJson("x"), this::create);
        assertThat(made).hasValue(1);
        assertThat(again.getStatus()).isEqualTo(first.getStatus()).isEqualTo(201);
        assertThat(again.getEntity()).isEqualTo("{\"id\":\"id-1\",\"name\":\"x\",\"version\":1}");
        assertThat(again.getHeaderString("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void secretIsNeverHandedOverForKeeping() {
        once.createSecret(request, "a", new NewBrandJson("x"), this::create);
        assertThat(keys.kept.values()).singleElement().satisfies(answer -> {
            assertThat(answer.orElseThrow().body()).isNull();
            assertThat(answer.orElseThrow().status()).isEqualTo(201);
        });
    }

    @Test
    void refusalFreesTheKeyAndAnythingElseKeepsIt() {
        NewBrandJson body = new NewBrandJson("x");
        assertThatThrownBy(() -> once.create(request, "a", body, () -> {
                    throw new ProblemException(Problem.INVALID, "no");
                }))
                .isInstanceOf(ProblemException.class);
        assertThat(keys.kept).isEmpty();
        assertThatThrownBy(() -> once.create(request, "a", body, () -> {
                    throw new IllegalStateException("the connection was lost while committing");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> once.create(request, "a", body, this::create))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CONFLICT));
        assertThat(made).hasValue(0);
    }

    @Test
    void keyIsNeeded() {
        assertThatThrownBy(() -> once.create(request, null, new NewBrandJson("x"), this::create))
                .isInstanceOf(ProblemException.class);
        assertThat(made).hasValue(0);
    }
}
