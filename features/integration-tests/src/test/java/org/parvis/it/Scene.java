package org.parvis.it;

/**
 * One step, stopped once: whose account it plays on and by which marker everything of it is known.
 *
 * @param number no other stop of the campaign has it
 * @param account the platform's id of the account
 */
record Scene(
        KillPoint point,
        int number,
        String marker,
        Demo demo,
        DatabaseDoor door,
        String account,
        String remoteId,
        String handle,
        String brand) {

    /** Text that a network and a person can read, with the marker. */
    String text(String words) {
        return words + " marker-" + marker;
    }

    /** A condition: the marker is in this column. */
    String in(String column) {
        return column + " like '%marker-" + marker + "%'";
    }

    /** A condition: the marker is in these bytes. */
    String inBody(String column) {
        return "position('marker-" + marker + "'::bytea in " + column + ") > 0";
    }

    Stop atStatement(String event, String table, String condition) throws Exception {
        return Stop.InDatabase.atStatement(door, number, event, table, condition);
    }

    Stop atCommit(String event, String table, String condition) throws Exception {
        return Stop.InDatabase.atCommit(door, number, event, table, condition);
    }

    Stop atRead(String table, String condition) throws Exception {
        return Stop.InDatabase.atRead(door, number, table, condition + " and current_query() ilike 'select%'");
    }

    Stop onNetwork(String operation, String kind, int skip, boolean cut) throws Exception {
        return new Stop.OnNetwork(demo, handle, operation, kind, skip, cut);
    }

    @Override
    public String toString() {
        return point + " (marker-" + marker + ", @" + handle + ")";
    }
}
