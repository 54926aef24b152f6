package org.parvis.gateway.http;

import java.util.Locale;
import org.parvis.api.Problem;

/** The problems of the core as HTTP shows them. */
enum ProblemKind {
    NOT_FOUND(Problem.NOT_FOUND, 404, "Not found", "Introuvable"),
    INVALID(Problem.INVALID, 400, "The request breaks a rule", "La demande enfreint une règle"),
    UNAUTHENTICATED(Problem.UNAUTHENTICATED, 401, "Please log in", "Veuillez vous connecter"),
    FORBIDDEN(Problem.FORBIDDEN, 403, "Not allowed", "Action non autorisée"),
    CONFLICT(Problem.CONFLICT, 409, "It does not fit the present state", "Incompatible avec l'état actuel"),
    STALE(Problem.STALE, 412, "It was changed meanwhile", "Modifié entre-temps"),
    KEY_REUSED(Problem.KEY_REUSED, 422, "The idempotency key was used before", "Clé d'idempotence déjà utilisée"),
    TOO_MANY(Problem.TOO_MANY, 429, "Too many requests", "Trop de demandes"),
    UNSUPPORTED(Problem.UNSUPPORTED, 422, "The network does not offer this", "Le réseau ne le propose pas"),
    NETWORK_REFUSED(Problem.NETWORK_REFUSED, 422, "The network refused", "Le réseau a refusé"),
    UNAVAILABLE(Problem.UNAVAILABLE, 503, "Not available just now", "Momentanément indisponible");

    private final Problem problem;
    private final int status;
    private final String english;
    private final String french;

    ProblemKind(Problem problem, int status, String english, String french) {
        this.problem = problem;
        this.status = status;
        this.english = english;
        this.french = french;
    }

    static ProblemKind of(Problem problem) {
        for (ProblemKind kind : values()) {
            if (kind.problem == problem) {
                return kind;
            }
        }
        throw new IllegalStateException("Every problem has a kind: " + problem);
    }

    int status() {
        return status;
    }

    String type() {
        return "urn:parvis:problem:" + problem.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title(Locale locale) {
        return locale.getLanguage().equals("fr") ? french : english;
    }
}
