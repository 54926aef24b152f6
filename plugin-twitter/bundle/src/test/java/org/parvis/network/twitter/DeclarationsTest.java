package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.parvis.model.NetworkDescriptor;

/** What the descriptor declares, beyond what the kit asks of every network. */
class DeclarationsTest {
    private final NetworkDescriptor descriptor = FakeCall.read();

    @Test
    void everyCapabilityHasItsScopes() {
        assertThat(descriptor.oauth().scopes().keySet()).isEqualTo(descriptor.capabilities());
    }
}
