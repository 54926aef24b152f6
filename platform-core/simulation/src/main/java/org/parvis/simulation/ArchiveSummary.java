package org.parvis.simulation;

import java.util.List;

/**
 * What came of reading an archive; the archive itself is not kept beside the world that it became.
 *
 * @param actors how many actors it has
 * @param items how many items it has
 * @param shiftSeconds by how much every time was moved
 * @param idsShifted whether the ids moved along
 * @param problems lines that could not be used
 */
public record ArchiveSummary(
        int actors, int items, long shiftSeconds, boolean idsShifted, List<Archive.Problem> problems) {

    static ArchiveSummary of(Archive archive) {
        return new ArchiveSummary(
                archive.actors().size(),
                archive.items().size(),
                archive.shiftSeconds(),
                archive.shiftIds(),
                List.copyOf(archive.problems()));
    }
}
