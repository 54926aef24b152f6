package org.parvis.api.workspace;

import java.time.Instant;
import java.time.ZoneId;
import org.parvis.model.WorkspaceId;

/** An agency's tenant. */
public record Workspace(WorkspaceId id, String name, ZoneId zone, Instant createdAt) {}
