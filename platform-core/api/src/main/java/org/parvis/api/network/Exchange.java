package org.parvis.api.network;

import java.time.Duration;
import java.time.Instant;

/**
 * A request and how it ended, without anything secret.
 *
 * @param address without the values of secret parameters
 * @param status 0 where no answer came
 * @param failure empty where an answer came
 */
public record Exchange(
        Instant at, String method, String address, String operation, int status, Duration took, String failure) {}
