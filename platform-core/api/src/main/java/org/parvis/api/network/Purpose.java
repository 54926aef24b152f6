package org.parvis.api.network;

/** What a request to a network is for; decides who comes first when a budget runs low. */
public enum Purpose {
    /** Posts: sending, changing and taking them back, their first comments, and finding out what became of them. */
    PUBLISHING,
    /** Answers, and what else is done to what others wrote. */
    REPLIES,
    /** Fetching what is new, and looking again at what is known. */
    POLLING,
    /** Figures. The last to get anything: they can be fetched tomorrow. */
    METRICS,
    /** Linking, refreshing and checking authorisations, and what networks are asked to push. */
    UPKEEP;

    /** Whether it may use what a budget reserves. */
    public boolean mayUseReserve() {
        return this != POLLING && this != METRICS;
    }
}
