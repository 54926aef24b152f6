package org.parvis.gateway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.Installation;
import org.parvis.api.network.InstallationService;
import org.parvis.api.network.InstallationService.Change;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.api.workspace.Caller;
import org.parvis.gateway.view.ForeseenChangeJson;
import org.parvis.gateway.view.InstallationJson;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.WorkspaceId;

/** Who tries a change of the installed networks hears what it would do, and changes nothing. */
class NetworksResourceTest {
    private static final NetworkId BIRDS = new NetworkId("birds");

    private final List<String> asked = new ArrayList<>();
    private boolean operator = true;
    private @Nullable ProblemException refusal;
    private final NetworksResource networks = new NetworksResource(hosted(), installer());
    private final ContainerRequestContext request = answering(
            ContainerRequestContext.class,
            Map.of("getProperty", given -> Caller.operator(new WorkspaceId(new UUID(1, 1)), "ann")));

    private static NetworkService hosted() {
        NetworkStatus birds =
                new NetworkStatus(BIRDS, "Birds", "1.0.0", "[1.0,2)", NetworkState.READY, "", Instant.EPOCH, null);
        return answering(NetworkService.class, Map.of("networks", given -> List.of(birds)));
    }

    private InstallationService installer() {
        return answering(
                InstallationService.class,
                Map.of(
                        "requireOperator", given -> allowed(),
                        "foresee", given -> foreseen((Change) given[0], (NetworkId) given[1]),
                        "promote", given -> begun("promote"),
                        "rollback", given -> begun("rollback"),
                        "uninstall", given -> begun("uninstall")));
    }

    private @Nullable Object allowed() {
        if (!operator) {
            throw new ProblemException(Problem.FORBIDDEN, "Only the operator changes them.");
        }
        return null;
    }

    private String foreseen(Change change, NetworkId network) {
        asked.add("foresee " + change + " " + network);
        if (refusal != null) {
            throw refusal;
        }
        return "It would be another.";
    }

    private Installation begun(String action) {
        asked.add(action);
        return new Installation(
                UUID.randomUUID(),
                action,
                "birds",
                "birds",
                "1.0.0",
                Installation.Step.CHECKING,
                "",
                "ann",
                Instant.EPOCH,
                null);
    }

    private static <T> T answering(Class<T> type, Map<String, Function<Object[], @Nullable Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    Function<Object[], @Nullable Object> answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new AssertionError(method + " must not be called here");
                    }
                    return answer.apply(given == null ? new Object[0] : given);
                }));
    }

    private Response change(Change change, String network, @Nullable String dryRun) {
        return switch (change) {
            case PROMOTE -> networks.promote(network, dryRun, request);
            case ROLLBACK -> networks.rollback(network, dryRun, request);
            case UNINSTALL -> networks.uninstall(network, dryRun, request);
        };
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aDryRunSaysWhatWouldBeDoneAndDoesNothing(Change change) {
        Response answer = change(change, "birds", "true");
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getEntity())
                .isEqualTo(new ForeseenChangeJson("birds", change.name(), "It would be another."));
        assertThat(asked).containsExactly("foresee " + change + " birds");
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void withoutOneTheChangeBegins(Change change) {
        for (String dryRun : new String[] {null, "false"}) {
            asked.clear();
            Response answer = change(change, "birds", dryRun);
            assertThat(answer.getStatus()).isEqualTo(202);
            assertThat(answer.getEntity()).isInstanceOf(InstallationJson.class);
            assertThat(asked).containsExactly(change.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void whatWouldBeRefusedIsRefusedWithTheSameReason() {
        refusal = new ProblemException(Problem.CONFLICT, "No version of birds is being tried out.");
        assertThatThrownBy(() -> change(Change.PROMOTE, "birds", "true")).isSameAs(refusal);
    }

    /** Else whoever mistypes it changes what they only wanted to try. */
    @ParameterizedTest
    @EnumSource(Change.class)
    void whatIsNeitherTrueNorFalseChangesNothing(Change change) {
        for (String dryRun : List.of("1", "yes", "TRUE", "")) {
            assertThatThrownBy(() -> change(change, "birds", dryRun))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID));
        }
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void onlyTheOperatorMayTry(Change change) {
        operator = false;
        assertThatThrownBy(() -> change(change, "birds", "true"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FORBIDDEN));
        assertThatThrownBy(() -> change(change, "fish", "true"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND));
        assertThat(asked).isEmpty();
    }
}
