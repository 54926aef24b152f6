package org.parvis.api.network;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The networks' budgets that are in use. Not confined to a workspace. Thread-safe, does not block. */
@ProviderType
public interface QuotaService {
    /** Every budget that was used in its present window, by network, bucket and account. */
    List<QuotaState> quotas();
}
