package org.parvis.console;

import org.apache.karaf.shell.api.console.Session;

/** The operator, by the name under which they came in. */
final class Operator {
    private Operator() {}

    static String name(Session session) {
        Object user = session.get("USER");
        return user == null ? "operator" : user.toString();
    }
}
