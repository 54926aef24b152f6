package org.parvis.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;
import org.parvis.api.Slice;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.AccountService.LinkStart;
import org.parvis.api.account.MendingService;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;

/** What an operator reads of an authorisation, and the address that renews it. */
class MendingCommandsTest {
    private static final AccountId ID = new AccountId(UUID.fromString("01900000-0000-7000-8000-000000000001"));

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> asked = new ArrayList<>();
    private MendingService.Verdict verdict = MendingService.Verdict.ALIVE;
    private AccountState after = AccountState.OK;
    private String detail = "";

    private static Account account(AccountState state) {
        return new Account(
                ID,
                new BrandId(new UUID(0, 2)),
                new NetworkId("linkedin"),
                new RemoteId("1"),
                "Brioche",
                "Brioche",
                "page",
                null,
                state,
                "",
                Instant.EPOCH,
                null,
                1);
    }

    private final class Mending implements MendingService {
        @Override
        public AccountCheck check(Caller caller, AccountId account) {
            asked.add(caller.origin() + " " + account);
            return new AccountCheck(account(after), verdict, detail);
        }

        @Override
        public RelinkAddress relinkAddress(Caller caller, AccountId account) {
            asked.add(caller.origin() + " " + account);
            return new RelinkAddress(URI.create("https://parvis.example/#/relink/abc"), Instant.EPOCH);
        }

        @Override
        public LinkStart relink(Caller caller, String token) {
            throw new UnsupportedOperationException();
        }
    }

    private static <T> T answering(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    Function<Object[], Object> answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return answer.apply(given);
                }));
    }

    private <C extends WorkspaceCommand> C ready(C command) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        command.session = answering(Session.class, Map.of("getConsole", given -> out, "get", given -> "karaf"));
        Workspace only = new Workspace(new WorkspaceId(new UUID(0, 1)), "Agency", ZoneOffset.UTC, Instant.EPOCH);
        command.workspaces = answering(WorkspaceService.class, Map.of("workspaces", given -> List.of(only)));
        return command;
    }

    private static AccountService accounts() {
        Slice<Account> all = new Slice<>(List.of(account(AccountState.RELINK_REQUIRED)), null);
        return answering(AccountService.class, Map.of("accounts", given -> all));
    }

    private String check(boolean json) throws Exception {
        AccountCheckCommand command = ready(new AccountCheckCommand());
        command.accounts = accounts();
        command.mending = new Mending();
        command.name = "brioche";
        command.json = json;
        command.execute();
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anAliveAuthorisationIsSaidWithTheStateItMended() throws Exception {
        assertThat(check(false))
                .contains("The authorisation of Brioche is alive; the account is OK.")
                .contains("It was RELINK_REQUIRED and is OK.");
        assertThat(asked).containsExactly("console " + ID);
    }

    @Test
    void aRefusedOneNamesTheCommandThatHelpsAndPrintsNoControlCharacters() throws Exception {
        verdict = MendingService.Verdict.REFUSED;
        after = AccountState.RELINK_REQUIRED;
        detail = "withdrawn\u001b[31m there";
        assertThat(check(false))
                .contains("refuses the authorisation of Brioche")
                .contains("social:account-relink-url")
                .doesNotContain("\u001b")
                .doesNotContain("It was");
    }

    @Test
    void scriptsReadVerdictAndStates() throws Exception {
        assertThat(check(true))
                .contains("\"verdict\"", "\"ALIVE\"", "\"before\"", "\"RELINK_REQUIRED\"", "\"state\"", "\"OK\"");
    }

    @Test
    void aTriedAddressIsNotMadeSoThatThoseMadeBeforeStayGood() throws Exception {
        AccountRelinkUrlCommand command = ready(new AccountRelinkUrlCommand());
        command.accounts = accounts();
        command.mending = new Mending();
        command.name = "brioche";
        command.dryRun = true;
        command.execute();
        assertThat(asked).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Brioche is RELINK_REQUIRED")
                .contains("would be made")
                .doesNotContain("https://");
        command.json = true;
        command.execute();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\"dryRun\"", ID.toString());
        assertThat(asked).isEmpty();
    }

    @Test
    void theAddressIsPrintedWithWhomItIsFor() throws Exception {
        AccountRelinkUrlCommand command = ready(new AccountRelinkUrlCommand());
        command.accounts = accounts();
        command.mending = new Mending();
        command.name = ID.toString();
        command.execute();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("https://parvis.example/#/relink/abc")
                .contains("Good once")
                .contains("logged in");
        command.name = "nobody";
        assertThatThrownBy(command::execute).hasMessageContaining("There is no account 'nobody'");
    }
}
