package org.parvis.engine.quota;

import org.parvis.model.AccountId;
import org.parvis.model.RemoteId;

/**
 * On whose behalf a request goes out.
 *
 * @param account the linkage, which is of one workspace: shares of a budget are between these
 * @param remote what an account's budget is counted for
 * @param user what a user's budget is counted for
 */
public record Spender(AccountId account, RemoteId remote, String user) {}
