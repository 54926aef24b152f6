package org.parvis.api.workspace;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.model.BrandId;
import org.parvis.model.UserId;
import org.parvis.model.WorkspaceId;

/**
 * Workspaces, brands and people. Blocking, thread-safe. Every changing call writes the audit trail in its transaction.
 * Callers get {@link org.parvis.api.ProblemException} for what they may not or cannot do.
 */
@ProviderType
public interface WorkspaceService {
    /** All workspaces; for the operator at the console and machinery, never for a request. */
    List<Workspace> workspaces();

    /**
     * Makes a workspace with its first owner, for whose address the operator vouches by doing so. For the operator at the
     * console and the first start.
     */
    Workspace createWorkspace(String name, NewMember owner, String origin);

    Workspace workspace(Caller caller);

    /** The workspaces the caller's person may switch to; for the operator the caller's own. */
    List<Workspace> workspacesOf(Caller caller);

    Slice<Brand> brands(Caller caller, PageRequest page);

    Brand brand(Caller caller, BrandId brand);

    Brand createBrand(Caller caller, String name);

    Brand renameBrand(Caller caller, BrandId brand, String name, long version);

    Slice<Member> members(Caller caller, PageRequest page);

    Member member(Caller caller, UserId user);

    /**
     * Adds a person; whoever exists already by verified address is given the roles and keeps name, language and password.
     * Somebody known elsewhere by an address that nobody vouched for is a {@code CONFLICT}, since another may hold that
     * login's password: the operator mends that with {@link #resetPassword}.
     */
    Member addMember(Caller caller, NewMember member);

    /**
     * Replaces the roles; the last owner cannot be removed. Ends the person's sessions in this workspace when rights shrink.
     * Who is not {@code enabled} is locked out of this workspace only.
     */
    Member changeMember(Caller caller, UserId user, MemberChange change, long version);

    /** What a login needs: a name, an address, a password. */
    record NewMember(
            String email,
            String name,
            String language,
            String password,
            @Nullable Role workspaceRole,
            java.util.Map<BrandId, Role> brandRoles) {
        @Override
        public String toString() {
            return "NewMember[" + email + "]";
        }
    }

    /** The new roles and whether the person may log in. */
    record MemberChange(boolean enabled, @Nullable Role workspaceRole, java.util.Map<BrandId, Role> brandRoles) {}

    /**
     * Logs in. Guarded against guessing by address and origin ({@code TOO_MANY}); wrong name and wrong password are not told
     * apart, not by time either.
     */
    Session login(String email, String password, String origin, String userAgent);

    /**
     * The caller of a session reference, or empty when it is unknown, ended or expired. Updates when it was last seen.
     * {@code csrfToken} is checked when {@code changing}; a wrong one fails with {@code FORBIDDEN}.
     */
    Optional<Caller> callerOfSession(String reference, boolean changing, @Nullable String csrfToken, String origin);

    /** The caller of an API token, or empty when it is unknown, revoked or expired. */
    Optional<Caller> callerOfToken(String secret, String origin);

    /** The session as it stands, with its CSRF token again; empty as for {@link #callerOfSession}. */
    Optional<Session> session(String reference);

    /** Gives the session a new reference; the old one ends. */
    Session rotate(String reference);

    /** A workspace the session's person belongs to becomes the session's. */
    Session switchWorkspace(String reference, WorkspaceId workspace);

    void logout(String reference);

    List<SessionView> sessions(Caller caller, @Nullable String currentReference);

    void endSession(Caller caller, String sessionId);

    /** Ends all sessions of the person, the present one too. Guarded against guessing as {@link #login}. */
    void changePassword(Caller caller, String present, String replacement);

    /**
     * Gives a person a new password, vouches for the address, and ends all sessions and tokens of that login. For the
     * operator at the console, never for a request.
     */
    void resetPassword(String email, String password, String origin);

    /** The token's secret is in the answer and nowhere else. Scopes beyond the caller's own rights are refused. */
    ApiToken createToken(Caller caller, String name, Set<Right> scopes, @Nullable Duration lifetime);

    Slice<ApiToken> tokens(Caller caller, PageRequest page);

    void revokeToken(Caller caller, String tokenId);
}
