package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {
    private static String french(String english) {
        return Sentences.of(Sentences.file("sentences.fr.json")).said(english);
    }

    @Test
    void sentencesAreSaidInFrenchToThoseWhoReadFrench() {
        assertThat(french("Log in first.")).isEqualTo("Connectez-vous d’abord.");
    }

    @Test
    void whatVariesIsKept() {
        assertThat(french("'step' is one of PT1H, PT24H, not 'week'."))
                .isEqualTo("« step » est l’une de ces valeurs : PT1H, PT24H, pas « week ».");
        assertThat(french("There is a brand named '$1 & {0}\\' already; choose another name."))
                .isEqualTo("Il existe déjà une marque nommée « $1 & {0}\\ » ; choisissez un autre nom.");
    }

    @Test
    void whatVariesIsSaidInFrenchWhereItIsOurs() {
        assertThat(french("There is no such brand in this workspace."))
                .isEqualTo("Cet espace de travail n’a rien de tel : marque.");
        assertThat(french("This route does not know the member 'colour' at line 1, column 12."))
                .isEqualTo("Cette route ne connaît pas le membre « colour » à la ligne 1, colonne 12.");
    }

    @Test
    void theMoreTellingWordingWins() {
        assertThat(french("X takes no options.")).isEqualTo("X n’accepte aucune option.");
    }

    @Test
    void whatAChangeOfNetworksWouldDoIsSaidInFrench() {
        assertThat(french("1.1.0 would serve all accounts in the place of 1.0.0, which would be removed."))
                .isEqualTo("1.1.0 servirait tous les comptes à la place de 1.0.0, qui serait supprimée.");
        assertThat(french("1.0.0 would serve again in the place of nothing."))
                .isEqualTo("1.0.0 servirait à nouveau à la place de rien.");
        assertThat(french("1.0.0 would serve all accounts again; 1.1.0 would be removed."))
                .isEqualTo("1.0.0 servirait à nouveau tous les comptes ; 1.1.0 serait supprimée.");
        assertThat(french(
                        "birds 1.0.0 would be removed; its accounts would stay, and work for it would wait until it is"
                                + " back."))
                .startsWith("birds 1.0.0 serait supprimé ; ses comptes resteraient");
        assertThat(french("No version of birds is being tried out."))
                .isEqualTo("Aucune version de birds n’est à l’essai.");
    }

    @Test
    void whatNobodyTranslatedStays() {
        assertThat(french("Only the author sees it.")).isEqualTo("Only the author sees it.");
        assertThat(french("")).isEmpty();
    }
}
