package org.parvis.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * What goes wrong between the platform and one network, by the numbers of the faults that the platform is held against (20 to
 * 27, 31, 40 to 43 and 9). Each happens to an account of its own, while others of the same network suffer others.
 */
enum Trouble {
    /** 429 that says until when. */
    LIMITED_UNTIL(20, "waits until then and goes out once", play -> {
        play.tooOften(play.five().now().plus(Duration.ofMinutes(2)));
        play.publish();
    }),
    /** 429 that does not. */
    LIMITED_OPEN(20, "waits and goes out once", play -> {
        play.tooOften(null);
        play.publish();
    }),
    /** 503, nothing done. */
    UNAVAILABLE(21, "is looked up where it may have arrived, and goes out once", play -> {
        play.onAppearing(play.fault("status").put("status", 503));
        play.publish();
    }),
    /** 504, and it was done. */
    GATEWAY_TIMEOUT(21, "is found and not sent again", play -> {
        play.onAppearing(play.fault("status-after").put("status", 504));
        play.publish();
    }),
    /** 500 twice, nothing done. */
    BROKEN(21, "goes out once", play -> {
        play.onAppearing(play.fault("status").put("status", 500).put("count", 2));
        play.publish();
    }),
    /** Nobody listens: played after the storm, because it concerns the whole network. */
    UNREACHABLE(22, "was not accepted by definition, and goes out when somebody listens", play -> {}),
    /** Done, and never answered. */
    SILENT_AFTER(23, "is found and not sent again", play -> {
        play.onAppearing(play.fault("hold-after"));
        play.publish();
    }),
    /** Taken, never done, never answered. */
    SILENT_BEFORE(23, "is proved absent and goes out once", play -> {
        play.onAppearing(play.fault("hang"));
        play.publish();
    }),
    /** Done, and the answer breaks off. */
    TRUNCATED(24, "is found and not sent again", play -> {
        play.onAppearing(play.fault("truncate").put("bytes", 5));
        play.publish();
    }),
    /** 200 with a page for people, nothing done. */
    HTML(24, "is not believed, and goes out once", play -> {
        play.onAppearing(play.fault("status").put("status", 200).put("body", "<html>Back soon</html>"));
        play.publish();
    }),
    /** A page of messages that is JSON, and no page. */
    WRONG_TYPE(24, "is asked for again, and nothing is lost", play -> {
        play.onReading(play.fault("status").put("status", 200).put("body", "[1,\"two\",{}]"));
        play.read("Are you open?");
    }),
    /** A page of messages that unfolds to 200 MB. */
    BOMB(24, "is refused in bounded memory, and nothing is lost", play -> {
        ObjectNode fault = play.fault("status").put("status", 200).put("bytes", 200 << 20);
        fault.putObject("headers").put("content-encoding", "gzip");
        play.onReading(fault);
        play.read("Where are you?");
    }),
    /** Done, and the answer comes one byte a second. */
    SLOW_SENDING(25, "is given up at its deadline, found, and not sent again", play -> {
        play.onAppearing(play.fault("drip"));
        play.publish();
    }),
    /** A page of messages comes one byte a second. */
    SLOW_READING(25, "is given up at its deadline, and nothing is lost", play -> {
        play.onReading(play.fault("drip"));
        play.read("Is it far?");
    }),
    /** Sent elsewhere, to an address that is nobody's business. */
    REDIRECTED_SENDING(26, "is never followed; goes out once, or is held or failed with a reason", play -> {
        play.onAppearing(play.elsewhere());
        play.publish();
    }) {
        @Override
        List<String> expected() {
            return List.of("PUBLISHED", "HELD", "FAILED");
        }
    },
    /** A page of messages is said to be elsewhere. */
    REDIRECTED_READING(26, "is never followed, and nothing is lost", play -> {
        play.onReading(play.elsewhere());
        play.read("Do you deliver?");
    }),
    /** Done without an answer, and for a minute no list shows it. */
    NOT_SHOWN_YET(27, "absence counts after the network's window only: found and not sent again", play -> {
        play.notShownFor(Duration.ofSeconds(60));
        play.onAppearing(play.fault("do-without-answering"));
        play.publish();
        play.awaitMet();
        // For what comes after; what is there already stays hidden for its minute.
        play.notShownFor(Duration.ZERO);
    }),
    /** Messages with signs that no database takes, that turn the text around, and a great many of them. */
    GARBAGE(31, "is stored as far as it can be, and what comes with it too", play -> {
        play.write("a\0b <b>&amp;</b>");
        play.write("\u202Egnp.exe\u200B\uFEFF");
        play.write("\uD83E\uDD50".repeat(90));
        play.read("And one that is plain.");
    }),
    /** The same push a hundred times. */
    REPEATED(40, "is one row and one message", play -> play.push(100)),
    /** Pushes that somebody else signed, that were changed, that nobody signed; and a true one again later. */
    FORGED(41, "is refused and noted; the true one counts once", Play::forge),
    /** A push that is signed and cannot be understood. */
    POISON(42, "is parked with what it was, and nothing waits behind it", Play::poison),
    /** The person takes the authorisation back while posts are due. */
    REVOKED(43, "held, not failed; the account says so; goes out once after linking again", play -> {
        play.revoke();
        play.publish();
        play.publish();
        play.publish();
    }),
    /** The platform dies while a film is being uploaded: played on all networks at once. */
    KILLED(9, "is taken up again, or begun anew, and out once", play -> {});

    /** What a play does first. */
    @FunctionalInterface
    interface Opening {
        void play(Play play) throws Exception;
    }

    private final int fault;
    private final String promise;
    private final Opening opening;

    Trouble(int fault, String promise, Opening opening) {
        this.fault = fault;
        this.promise = promise;
        this.opening = opening;
    }

    /** The number of the fault. */
    int fault() {
        return fault;
    }

    /** What is promised of what meets it. */
    String promise() {
        return promise;
    }

    void begin(Play play) throws Exception {
        opening.play(play);
    }

    /** What a publication that met it may end as. */
    List<String> expected() {
        return List.of("PUBLISHED");
    }

    /** The account of each network on which it happens. */
    int account() {
        return ordinal() + 1;
    }
}
