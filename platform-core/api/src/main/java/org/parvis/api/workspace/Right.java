package org.parvis.api.workspace;

/** One thing a caller may be allowed to do, with the least role that has it. */
public enum Right {
    READ(Role.VIEWER),
    DRAFT(Role.CONTRIBUTOR),
    ANSWER(Role.EDITOR),
    PUBLISH(Role.EDITOR),
    MANAGE_ACCOUNTS(Role.MANAGER),
    MANAGE_BRANDS(Role.MANAGER),
    IMPORT(Role.MANAGER),
    MANAGE_PEOPLE(Role.OWNER),
    READ_AUDIT(Role.MANAGER);

    private final Role least;

    Right(Role least) {
        this.least = least;
    }

    public boolean heldBy(Role role) {
        return role.compareTo(least) <= 0;
    }
}
