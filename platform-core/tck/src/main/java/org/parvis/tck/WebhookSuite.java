package org.parvis.tck;

/** Tests of the suite {@code webhook}. */
final class WebhookSuite extends Suite {
    WebhookSuite(Kit kit) {
        super("webhook", kit);
    }
}
