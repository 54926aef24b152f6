package org.parvis.engine.outbox;

import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.spi.NetworkException;

/**
 * What is done for an account and may be repeated, as every handler of such obligations begins and ends it: an account that
 * was unlinked needs nothing more, one that does not work waits for a person, a network that is away is waited for, and the
 * policy says what follows a failed call. Implemented by the handlers; blocks as long as the work does.
 */
@ConsumerType
@FunctionalInterface
public interface AccountWork {
    Settlement run(LinkedAccount account) throws NetworkException;

    /** Runs the work of an obligation that names an account. */
    static Settlement handle(Obligation obligation, Accounts accounts, RetryPolicy retries, AccountWork work) {
        Optional<LinkedAccount> found = accounts.find(
                obligation.workspace(), Objects.requireNonNull(obligation.account(), "an account's obligation"));
        if (found.isEmpty()) {
            return Settlement.done();
        }
        LinkedAccount account = found.get();
        if (!account.works()) {
            return new Settlement.Waiting(Settlement.WaitingFor.PERSON, "The account is " + account.state());
        }
        try {
            return work.run(account);
        } catch (NetworkAbsentException absent) {
            return new Settlement.Waiting(Settlement.WaitingFor.NETWORK, String.valueOf(absent.getMessage()));
        } catch (NetworkException failure) {
            return retries.afterFailure(obligation, failure);
        }
    }
}
