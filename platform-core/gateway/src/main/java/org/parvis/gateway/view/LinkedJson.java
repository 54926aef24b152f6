package org.parvis.gateway.view;

import java.util.List;

/** The accounts that are linked now. */
public record LinkedJson(List<AccountJson> linked) {}
