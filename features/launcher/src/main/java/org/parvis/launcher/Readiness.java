package org.parvis.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Waits until an address answers 200, as long as the process that is to answer lives. */
final class Readiness {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    private Readiness() {}

    static int await(URI address, Duration patience, long process) throws InterruptedException {
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
}
