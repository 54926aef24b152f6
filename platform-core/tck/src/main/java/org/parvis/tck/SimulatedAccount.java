package org.parvis.tck;

import org.parvis.model.RemoteId;
import org.parvis.spi.TokenGrant;

/**
 * The account under test, as the simulated network knows it after somebody allowed the platform to act for it.
 *
 * @param kind one of the descriptor's account kinds; {@code default} where there is one only
 * @param grant what the network's token endpoint gave for it, with every scope the descriptor asks for
 */
public record SimulatedAccount(RemoteId id, String handle, String kind, TokenGrant grant) {}
