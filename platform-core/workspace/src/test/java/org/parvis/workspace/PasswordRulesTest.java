package org.parvis.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.workspace.Problems.assertProblem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.api.Problem;

class PasswordRulesTest {
    private final PasswordRules rules = new PasswordRules();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eleven char",
                "Password1234",
                "Motdepasse2026!",
                "123456789012",
                "aaaaaaaaaaaaaaaa",
                "abababababababab",
                "mara.lindt2026",
                "my mara.lindt@example.com",
                "nul \0 in the middle",
                "half \uD83D pair of it"
            })
    void passwordThatAnybodyWouldTryIsRefused(String password) {
        assertProblem(Problem.INVALID, () -> rules.check("password", password, "Mara.Lindt@example.com"));
    }

    @Test
    void lengthIsWhatCounts() {
        rules.check("password", "all lower case", "mara@example.com");
        rules.check("password", "éléphants bleus", "mara@example.com");
        rules.check("password", "x1 y2 z3".repeat(32), "mara@example.com");
        assertProblem(Problem.INVALID, () -> rules.check("password", "x1 y2 z3".repeat(32) + "x", "mara@example.com"));
    }

    @Test
    void samePasswordOfAnotherKeyboardMatches() {
        PasswordHashes hashes = new PasswordHashes(1_000);
        String hash = hashes.hash("e\u0301le\u0301phants bleus");
        assertThat(hashes.matches("éléphants bleus", hash)).isTrue();
        assertThat(hashes.matches("elephants bleus", hash)).isFalse();
        assertThat(hashes.hash("éléphants bleus")).as("salted").isNotEqualTo(hash);
        assertThat(hashes.matches("\u0001", hashes.dummy())).isFalse();
    }
}
