package org.parvis.toolkit.descriptor;

/**
 * One thing that is wrong in a descriptor.
 *
 * @param path JSON Pointer of the member: {@code /quotas/0/limit}
 * @param value what stands there, shortened; empty where it is missing
 * @param mend what is wrong and how to mend it, as a sentence
 */
public record DescriptorProblem(String path, String value, String mend) {
    @Override
    public String toString() {
        return (path.isEmpty() ? "/" : path) + (value.isEmpty() ? "" : " = " + value) + ": " + mend;
    }
}
