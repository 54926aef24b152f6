package org.parvis.spi;

import org.parvis.model.AccountId;
import org.parvis.model.RemoteId;

/**
 * The account a call acts as. An immutable value.
 *
 * @param id the platform's id of it; means nothing to the network
 * @param remoteId the network's id of it
 * @param handle its name on the network, without {@code @}
 * @param kind which of the network's kinds of account it is; {@code default} where there is one only
 */
public record AccountRef(AccountId id, RemoteId remoteId, String handle, String kind) {}
