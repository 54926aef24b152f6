package org.parvis.elsewhere;

import java.util.concurrent.CountDownLatch;

/** What a careless library inside a bundle does, out of sight of whoever reads the plugin's own classes. */
public final class Background {
    private Background() {}

    /** A thread that never ends. */
    public static void leak() {
        Thread thread = new Thread(Background::waitForNothing, "leaked");
        thread.setDaemon(true);
        thread.start();
    }

    private static void waitForNothing() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds the caller up. */
    public static void pause(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
