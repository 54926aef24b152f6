package social.example.bluesky;

/** The names of the operations, as the descriptor's budgets know them. */
final class Operations {
    static final String READ = "bluesky.read";
    static final String CREATE = "records.create";
    static final String UPDATE = "records.update";
    static final String DELETE = "records.delete";
    static final String UPLOAD = "blobs.upload";
    static final String SIGN_IN = "sessions.create";
    static final String REFRESH = "sessions.refresh";
    static final String SIGN_OUT = "sessions.delete";

    private Operations() {}
}
