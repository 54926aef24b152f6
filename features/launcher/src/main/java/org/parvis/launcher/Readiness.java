package org.parvis.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Waits until an address answers 200, as long as the process that is to answer lives. */
final class Readiness {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    private static final String REFUSED = "Error installing boot features";

    private Readiness() {}

    static int await(URI address, Duration patience, long process, Path log) throws IOException, InterruptedException {
        long alreadyThere = Files.exists(log) ? Files.size(log) : 0;
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
        long deadline = System.nanoTime() + patience.toNanos();
        String last = "no answer";
        while (System.nanoTime() < deadline) {
            if (!ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false)) {
                System.err.println("parvis: the process ended before it was ready");
                return Outcome.FAILED;
            }
            if (wasRefused(log, alreadyThere)) {
                System.err.println("parvis: the container refused what it is to start");
                return Outcome.FAILED;
            }
            try {
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status == 200) {
                    return Outcome.DONE;
                }
                last = "status " + status;
            } catch (IOException notYet) {
                last = "no answer";
            }
            Thread.sleep(BETWEEN_QUESTIONS.toMillis());
        }
        System.err.println("parvis: " + address + " was not ready after " + patience.toSeconds() + " s: " + last);
        return Outcome.FAILED;
    }

    /** What cannot be resolved now cannot be later: no need to wait for it. */
    private static boolean wasRefused(Path log, long from) throws IOException {
        if (!Files.exists(log)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(log)) {
            // A log that is shorter than before was rolled over: all of it is new.
            in.skipNBytes(Math.min(from, Files.size(log) < from ? 0 : from));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(REFUSED);
        }
    }
}
