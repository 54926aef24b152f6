package org.parvis.workspace;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Session;
import org.parvis.store.Database;

/** Logs people in and keeps their passwords. A password hash never leaves this class. */
final class Logins {
    /** Stands for a password nobody can have chosen, so that the work done is the same. */
    private static final String IMPOSSIBLE = "\u0001";

    private final Database database;
    private final Sessions sessions;
    private final LoginGuard guard;
    private final PasswordHashes hashes;
    private final PasswordRules rules = new PasswordRules();

    Logins(Database database, Sessions sessions, PasswordHashes hashes) {
        this.database = database;
        this.sessions = sessions;
        this.hashes = hashes;
        this.guard = new LoginGuard(database);
    }

    private record Person(UUID id, String name, String email, String passwordHash) {
        @Override
        public String toString() {
            return "Person[" + id + "]";
        }
    }

    Session login(String email, String password, String origin, String userAgent) {
        String key = InputRules.emailKey(InputRules.wellFormed("email", email));
        InputRules.wellFormed("password", password);
        LoginGuard.Attempt attempt = guard.admit(key, origin);
        Optional<Person> person = database.inSystem(handle -> byEmail(handle, key));
        boolean right = matches(password, person);
        Optional<Session> session =
                right ? person.flatMap(p -> enter(p, password, attempt, origin, userAgent)) : Optional.empty();
        return session.orElseThrow(() -> {
            recordFailure(person, key, origin, attempt);
            return new ProblemException(Problem.UNAUTHENTICATED, "The address or the password is wrong.");
        });
    }

    void changePassword(Caller caller, UUID user, String present, String replacement) {
        InputRules.wellFormed("present", present);
        Person person =
                database.inSystem(handle -> byId(handle, user)).orElseThrow(() -> ProblemException.notFound("person"));
        rules.check("replacement", replacement, person.email());
        LoginGuard.Attempt attempt = guard.admit(InputRules.emailKey(person.email()), caller.origin());
        if (!matches(present, Optional.of(person))) {
            recordFailure(Optional.of(person), person.email(), caller.origin(), attempt);
            throw ProblemException.invalid("present", "password.wrong", "The present password is wrong.");
        }
        String hash = hashes.hash(replacement);
        database.useSystem(handle -> {
            if (!isUnchanged(handle, person)) {
                throw new ProblemException(
                        Problem.CONFLICT, "The password was changed by somebody else at this moment.");
            }
            guard.succeeded(handle, attempt);
            store(handle, person.id(), hash);
            Sessions.endAll(handle, person.id());
            append(handle, caller.workspace().value(), AuditChain.Actor.of(caller), "password.change", person.id());
        });
    }

    void resetPassword(String email, String password, String origin) {
        String key = InputRules.emailKey(InputRules.email(email));
        rules.check("password", password, email);
        String hash = hashes.hash(password);
        database.useSystem(handle -> {
            Person person = byEmail(handle, key)
                    .orElseThrow(() ->
                            new ProblemException(Problem.NOT_FOUND, "Nobody logs in with the address " + email + "."));
            store(handle, person.id(), hash);
            handle.createUpdate("""
                            update workspace.platform_user set verified_at = coalesce(verified_at, now()) where id = :id""").bind("id", person.id()).execute();
            Sessions.endAll(handle, person.id());
            Tokens.revokeAll(handle, person.id());
            AuditChain.Actor operator = new AuditChain.Actor(null, "operator", origin);
            append(handle, AuditTrail.PLATFORM.value(), operator, "password.reset", person.id());
        });
    }

    /** A hash to be stored for somebody new, after the rules are kept. */
    String newHash(String password, String email) {
        rules.check("password", password, email);
        return hashes.hash(password);
    }

    private Optional<Session> enter(
            Person person, String password, LoginGuard.Attempt attempt, String origin, String userAgent) {
        Optional<String> renewed =
                hashes.isOutdated(person.passwordHash()) ? Optional.of(hashes.hash(password)) : Optional.empty();
        return database.inSystem(handle -> {
            boolean unchanged = isUnchanged(handle, person);
            Optional<UUID> home = Authority.home(handle, person.id());
            if (!unchanged || home.isEmpty()) {
                return Optional.empty();
            }
            guard.succeeded(handle, attempt);
            renewed.ifPresent(hash -> store(handle, person.id(), hash));
            Session session = sessions.open(handle, person.id(), home.get(), origin, userAgent);
            append(
                    handle,
                    home.get(),
                    new AuditChain.Actor(person.id(), person.name(), origin),
                    "session.login",
                    person.id());
            return Optional.of(session);
        });
    }

    private boolean matches(String password, Optional<Person> person) {
        boolean possible = !password.isEmpty() && password.length() <= PasswordRules.MAX_LENGTH;
        String hash = person.map(Person::passwordHash).orElseGet(hashes::dummy);
        return hashes.matches(possible ? password : IMPOSSIBLE, hash) && possible && person.isPresent();
    }

    private void recordFailure(Optional<Person> person, String emailKey, String origin, LoginGuard.Attempt attempt) {
        database.useSystem(handle -> {
            UUID chain = person.flatMap(p -> Authority.home(handle, p.id())).orElse(AuditTrail.PLATFORM.value());
            String subject = person.map(p -> "user:" + p.id()).orElse("address:" + emailKey);
            AuditChain.append(
                    handle,
                    chain,
                    new AuditChain.Actor(null, "nobody", origin),
                    new AuditChain.Action(
                            "session.refuse",
                            subject,
                            Map.of("wait", attempt.delay().toString())));
        });
    }

    /** What was right a moment ago may have been changed, and its sessions ended, while the password was looked at. */
    private static boolean isUnchanged(Handle handle, Person person) {
        return find(handle, "id = :value for update", person.id())
                .filter(now -> now.passwordHash().equals(person.passwordHash()))
                .isPresent();
    }

    private static Optional<Person> byEmail(Handle handle, String emailKey) {
        return find(handle, "email_key = :value", emailKey);
    }

    private static Optional<Person> byId(Handle handle, UUID user) {
        return find(handle, "id = :value", user);
    }

    private static Optional<Person> find(Handle handle, String condition, Object value) {
        return handle.createQuery(
                        "select id, name, email, password_hash from workspace.platform_user where " + condition)
                .bind("value", value)
                .map((row, context) -> new Person(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getString("email"),
                        row.getString("password_hash")))
                .findOne();
    }

    private static void store(Handle handle, UUID user, String hash) {
        handle.createUpdate("update workspace.platform_user set password_hash = :hash where id = :id")
                .bind("hash", hash)
                .bind("id", user)
                .execute();
    }

    private static void append(Handle handle, UUID workspace, AuditChain.Actor actor, String action, UUID user) {
        AuditChain.append(handle, workspace, actor, new AuditChain.Action(action, "user:" + user, Map.of()));
    }
}
