package org.parvis.engine.version;

/**
 * A value that stands in the place of one in a network's descriptor.
 *
 * @param path of the member, see {@code org.parvis.toolkit.descriptor.DescriptorOverrides}
 * @param before what the plugin brought; empty where it says nothing
 * @param byOperator whether the operator's own settings say so, else what was given to {@link NetworkVersions#limits}
 */
public record LaidOver(String path, String value, String before, boolean byOperator) {}
