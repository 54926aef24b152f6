package org.parvis.workspace;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.workspace.ApiToken;
import org.parvis.api.workspace.Brand;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.Session;
import org.parvis.api.workspace.SessionView;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.model.BrandId;
import org.parvis.model.UserId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/**
 * Workspaces and people in the schema {@code workspace}. Keeps nothing in memory: whatever a person may do is read from the
 * database with each request, so that several nodes agree and a right that was taken away is gone at once.
 */
@Component(configurationPid = WorkspaceSettings.PID)
@Designate(ocd = WorkspaceSettings.class)
public final class JdbiWorkspaceService implements WorkspaceService {
    private final Tenancy tenancy;
    private final Members members;
    private final Logins logins;
    private final Sessions sessions;
    private final Tokens tokens;

    @Activate
    public JdbiWorkspaceService(
            @Reference(target = "(" + Database.SCHEMA + "=" + WorkspaceSchema.NAME + ")") Database database,
            WorkspaceSettings settings) {
        this(
                database,
                SessionLimits.of(settings.session_absolute(), settings.session_idle()),
                new PasswordHashes(Math.max(settings.password_iterations(), PasswordHashes.LEAST_ITERATIONS)));
    }

    JdbiWorkspaceService(Database database, SessionLimits limits, PasswordHashes hashes) {
        tenancy = new Tenancy(database);
        sessions = new Sessions(database, limits);
        logins = new Logins(database, sessions, hashes);
        members = new Members(database, logins);
        tokens = new Tokens(database);
    }

    @Override
    public List<Workspace> workspaces() {
        return tenancy.all();
    }

    @Override
    public Workspace createWorkspace(String name, NewMember owner, String origin) {
        return members.createWorkspace(name, owner, origin);
    }

    @Override
    public Workspace workspace(Caller caller) {
        return tenancy.one(caller);
    }

    @Override
    public List<Workspace> workspacesOf(Caller caller) {
        return tenancy.of(caller);
    }

    @Override
    public Slice<Brand> brands(Caller caller, PageRequest page) {
        return tenancy.brands(caller, page);
    }

    @Override
    public Brand brand(Caller caller, BrandId brand) {
        return tenancy.brand(caller, brand);
    }

    @Override
    public Brand createBrand(Caller caller, String name) {
        return tenancy.createBrand(caller, name);
    }

    @Override
    public Brand renameBrand(Caller caller, BrandId brand, String name, long version) {
        return tenancy.renameBrand(caller, brand, name, version);
    }

    @Override
    public Slice<Member> members(Caller caller, PageRequest page) {
        return members.list(caller, page);
    }

    @Override
    public Member member(Caller caller, UserId user) {
        return members.one(caller, user);
    }

    @Override
    public Member addMember(Caller caller, NewMember member) {
        return members.add(caller, member);
    }

    @Override
    public Member changeMember(Caller caller, UserId user, MemberChange change, long version) {
        return members.change(caller, user, change, version);
    }

    @Override
    public Session login(String email, String password, String origin, String userAgent) {
        return logins.login(email, password, origin, userAgent);
    }

    @Override
    public Optional<Caller> callerOfSession(
            String reference, boolean changing, @Nullable String csrfToken, String origin) {
        return sessions.caller(reference, changing, csrfToken, origin);
    }

    @Override
    public Optional<Caller> callerOfToken(String secret, String origin) {
        return tokens.caller(secret, origin);
    }

    @Override
    public Optional<Session> session(String reference) {
        return sessions.session(reference);
    }

    @Override
    public Session rotate(String reference) {
        return sessions.rotate(reference);
    }

    @Override
    public Session switchWorkspace(String reference, WorkspaceId workspace) {
        return sessions.switchTo(reference, workspace.value());
    }

    @Override
    public void logout(String reference) {
        sessions.end(reference);
    }

    @Override
    public List<SessionView> sessions(Caller caller, @Nullable String currentReference) {
        return sessions.list(personOf(caller), currentReference);
    }

    @Override
    public void endSession(Caller caller, String sessionId) {
        UUID person = personOf(caller);
        sessions.endOwn(
                caller, person, IdMark.parsed(sessionId).orElseThrow(() -> ProblemException.notFound("session")));
    }

    @Override
    public void changePassword(Caller caller, String present, String replacement) {
        logins.changePassword(caller, personOf(caller), present, replacement);
    }

    @Override
    public void resetPassword(String email, String password, String origin) {
        logins.resetPassword(email, password, origin);
    }

    @Override
    public ApiToken createToken(Caller caller, String name, Set<Right> scopes, @Nullable Duration lifetime) {
        return tokens.create(caller, name, scopes, lifetime);
    }

    @Override
    public Slice<ApiToken> tokens(Caller caller, PageRequest page) {
        return tokens.list(caller, page);
    }

    @Override
    public void revokeToken(Caller caller, String tokenId) {
        tokens.revoke(caller, IdMark.parsed(tokenId).orElseThrow(() -> ProblemException.notFound("token")));
    }

    /** Logins belong to people who are there themselves: neither to the operator nor to a token. */
    private static UUID personOf(Caller caller) {
        if (caller.user() == null || caller.scopes() != null) {
            throw new ProblemException(Problem.FORBIDDEN, "This is for people who are logged in, not for tokens.");
        }
        return caller.user().value();
    }
}
