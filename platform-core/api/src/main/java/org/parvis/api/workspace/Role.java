package org.parvis.api.workspace;

/** What a person may do, on one brand or on the whole workspace. Each includes those after it. */
public enum Role {
    /** Everything, including people and the workspace itself. */
    OWNER,
    /** Accounts, brands and everything below. */
    MANAGER,
    /** Publishes and answers. */
    EDITOR,
    /** Drafts; publishes nothing by themselves. */
    CONTRIBUTOR,
    /** Reads. */
    VIEWER
}
