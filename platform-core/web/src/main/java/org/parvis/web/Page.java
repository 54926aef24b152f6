package org.parvis.web;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardResource;

/** Serves the files under {@code page/} of this bundle, and no others. */
@Component(service = Page.class)
@HttpWhiteboardResource(pattern = "/page/*", prefix = "/page")
public final class Page {}
