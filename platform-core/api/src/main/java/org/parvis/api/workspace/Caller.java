package org.parvis.api.workspace;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.model.BrandId;
import org.parvis.model.UserId;
import org.parvis.model.WorkspaceId;

/**
 * Who asks, in which workspace, with which rights. Made by {@link WorkspaceService} from a session or token, or for the
 * operator at the console; never from anything a request says about itself.
 *
 * @param user null for the operator at the console
 * @param workspaceRole the role on the whole workspace; null for none
 * @param brandRoles roles on single brands
 * @param scopes rights a token is limited to; null for no limit
 * @param origin where the request came from, for the audit trail: an address, or {@code console}
 */
public record Caller(
        WorkspaceId workspace,
        @Nullable UserId user,
        String name,
        @Nullable Role workspaceRole,
        Map<BrandId, Role> brandRoles,
        @Nullable Set<Right> scopes,
        String origin) {

    public Caller {
        brandRoles = Map.copyOf(brandRoles);
    }

    /** The operator at the console: may do everything in the workspace. */
    public static Caller operator(WorkspaceId workspace, String name) {
        return new Caller(workspace, null, name, Role.OWNER, Map.of(), null, "console");
    }

    public boolean may(Right right) {
        return inScope(right) && workspaceRole != null && right.heldBy(workspaceRole);
    }

    public boolean may(Right right, BrandId brand) {
        Role role = brandRoles.get(brand);
        return may(right) || (inScope(right) && role != null && right.heldBy(role));
    }

    /** Fails with {@link Problem#FORBIDDEN} unless the right is held on the whole workspace. */
    public void require(Right right) {
        if (!may(right)) {
            throw forbidden(right);
        }
    }

    /**
     * Fails unless the right is held on the brand: with {@link Problem#NOT_FOUND} where the caller may not even read the
     * brand, so that nobody learns what exists, else with {@link Problem#FORBIDDEN}.
     */
    public void require(Right right, BrandId brand) {
        if (!may(right, brand)) {
            throw may(Right.READ, brand) ? forbidden(right) : ProblemException.notFound("brand");
        }
    }

    /** The brands the caller may read; empty when it may read all. */
    public Optional<Set<BrandId>> readableBrands() {
        if (may(Right.READ)) {
            return Optional.empty();
        }
        return Optional.of(
                brandRoles.keySet().stream().filter(b -> may(Right.READ, b)).collect(Collectors.toUnmodifiableSet()));
    }

    private boolean inScope(Right right) {
        return scopes == null || scopes.contains(right);
    }

    private ProblemException forbidden(Right right) {
        return new ProblemException(
                Problem.FORBIDDEN, "This needs the right " + right + ", which " + name + " does not have.");
    }
}
