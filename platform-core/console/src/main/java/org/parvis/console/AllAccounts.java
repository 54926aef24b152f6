package org.parvis.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountQuery;
import org.parvis.api.account.AccountService;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;

/** The accounts of a workspace, page by page. */
final class AllAccounts {
    private AllAccounts() {}

    static List<Account> of(AccountService service, Caller caller) {
        List<Account> all = new ArrayList<>();
        String after = null;
        do {
            Slice<Account> page = service.accounts(
                    caller, new AccountQuery(null, null, new PageRequest(after, PageRequest.MAX_LIMIT)));
            all.addAll(page.items());
            after = page.next();
        } while (after != null);
        return all;
    }

    /** What tells each apart: its handle, with the network before it where a brand has the same one on several. */
    static Map<AccountId, String> handles(List<Account> all) {
        Set<String> seen = new HashSet<>();
        Set<String> shared = all.stream()
                .map(Account::handle)
                .filter(handle -> !seen.add(handle))
                .collect(Collectors.toSet());
        return all.stream()
                .collect(Collectors.toMap(
                        Account::id,
                        a -> shared.contains(a.handle()) ? a.network().value() + ":" + a.handle() : a.handle()));
    }

    /** The accounts with these handles or ids; null for all. */
    static @Nullable List<AccountId> named(AccountService service, Caller caller, @Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            return null;
        }
        List<Account> all = of(service, caller);
        List<AccountId> found = new ArrayList<>();
        for (String name : names) {
            List<AccountId> matching = all.stream()
                    .filter(a -> a.handle().equalsIgnoreCase(name)
                            || a.id().toString().equals(name))
                    .map(Account::id)
                    .toList();
            if (matching.isEmpty()) {
                throw ProblemException.notFound("account as '" + name + "'");
            }
            found.addAll(matching);
        }
        return found;
    }
}
