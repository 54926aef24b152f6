package org.parvis.tck;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.parvis.model.RemoteId;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.SignIn;

/**
 * A network that runs for one test: what the kit lets happen there, and what it looks up. An adapter to the network's own
 * simulator implements it; the kit asks for a fresh one per test, uses it from one thread and closes it.
 *
 * <p>The simulator is the witness against the plugin, so nothing here may go through the plugin's code. What a simulator cannot
 * do stays a default method: the tests that need it are skipped and the report says why.
 *
 * <p>Faults of the wire (status codes, cut connections, answers that never come) are the kit's own: it stands between plugin
 * and simulator. Texts that the kit hands over hold a marker, a word without blanks that occurs nowhere else.
 */
public interface NetworkSimulator extends AutoCloseable {

    /**
     * Where a request to one of the network's own addresses goes instead: path and query as they are, host and port the
     * simulator's. See {@link #moved}.
     */
    URI route(URI address);

    /** The application that the simulated network knows. */
    ClientCredentials client();

    /** What the operator configures as {@code x.*}, without the prefix. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** The account under test; the same at every call, except that its grant may have been renewed. */
    SimulatedAccount account() throws Exception;

    /** What a person types to link the account, on a network whose descriptor has {@code signIn}. */
    default SignIn signIn() throws Exception {
        throw new NotSimulatedException("The simulator knows nobody who signs in");
    }

    /** The simulator's clock, which stands still unless it is advanced. The plugin is given the same. */
    Clock clock();

    /** Lets time pass on the network. */
    void advance(Duration time) throws Exception;

    /**
     * How many posts, comments and messages that hold the marker the account has out now, as others see them; what was deleted
     * does not count, what is still being worked on neither.
     */
    int seen(String marker) throws Exception;

    /** The account posts on the network's own page. */
    default RemoteId post(String text) throws Exception {
        throw new NotSimulatedException("The simulator cannot let the account post natively");
    }

    /** The account answers a stranger's item on the network's own page. */
    default RemoteId answer(RemoteId item, String text) throws Exception {
        throw new NotSimulatedException("The simulator cannot let the account answer natively");
    }

    /** A stranger comments on the account's post in a way that lets the account answer. */
    default RemoteId comment(RemoteId post, String text) throws Exception {
        throw new NotSimulatedException("The simulator cannot let a stranger comment");
    }

    /** A stranger mentions the account. */
    default RemoteId mention(String text) throws Exception {
        throw new NotSimulatedException("The simulator cannot let a stranger mention the account");
    }

    /** A stranger writes the account a direct message. */
    default RemoteId message(String text) throws Exception {
        throw new NotSimulatedException("The simulator cannot let a stranger write a direct message");
    }

    /** A stranger reviews the account. */
    default RemoteId review(String text) throws Exception {
        throw new NotSimulatedException("The simulator cannot let a stranger write a review");
    }

    /** A stranger changes what they wrote; answers its id now, for networks that give an edited item another. */
    default RemoteId edit(RemoteId item, String text) throws Exception {
        throw new NotSimulatedException("The simulator cannot let a stranger edit");
    }

    /** A stranger takes back what they wrote. */
    default void delete(RemoteId item) throws Exception {
        throw new NotSimulatedException("The simulator cannot let a stranger delete");
    }

    /** Whether a stranger's item is hidden from others. */
    default boolean hidden(RemoteId item) throws Exception {
        throw new NotSimulatedException("The simulator does not tell what is hidden");
    }

    /** Whether the account likes an item. */
    default boolean liked(RemoteId item) throws Exception {
        throw new NotSimulatedException("The simulator does not tell what is liked");
    }

    /** The access token is over; the authorisation stands. */
    default void expireToken() throws Exception {
        throw new NotSimulatedException("The simulator cannot let a token expire");
    }

    /** The account takes the authorisation back. */
    default void revokeAuthorization() throws Exception {
        throw new NotSimulatedException("The simulator cannot revoke an authorisation");
    }

    /** The network drops one of the figures it reported, as the descriptor names it. */
    default void retireMetric(String metric) throws Exception {
        throw new NotSimulatedException("The simulator cannot retire a metric");
    }

    @Override
    void close() throws Exception;

    /** The same path and query on another server. */
    static URI moved(URI address, URI server) {
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return URI.create(server.getScheme() + "://" + server.getRawAuthority() + address.getRawPath() + query);
    }
}
