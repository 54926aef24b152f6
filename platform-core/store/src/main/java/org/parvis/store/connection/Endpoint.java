package org.parvis.store.connection;

/** Where the database answers, and as whom we speak to it. The password never shows in {@link #toString()}. */
public record Endpoint(String url, String user, String password) {
    /** An address on this machine. */
    public static Endpoint local(int port, String database, String user, String password) {
        return new Endpoint("jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, password);
    }

    @Override
    public String toString() {
        return user + "@" + url.replaceFirst("\\?.*", "");
    }
}
