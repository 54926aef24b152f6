package org.parvis.gateway.view;

/** Where the person goes to authorise. */
public record LinkJson(String authorizeAddress) {}
