package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import org.parvis.api.network.InstallationService.Change;
import org.parvis.gateway.http.SpokenText;
import org.parvis.model.NetworkId;

/** What a change of the installed networks would do just now. */
public record ForeseenChangeJson(
        String network,
        String change,
        @JsonSerialize(using = SpokenText.class) String foreseen) {
    public static ForeseenChangeJson of(NetworkId network, Change change, String sentence) {
        return new ForeseenChangeJson(network.value(), change.name(), sentence);
    }
}
