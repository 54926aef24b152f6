package org.parvis.console;

import java.util.ArrayList;
import java.util.List;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;

/** The people of a workspace, page by page. */
final class People {
    private People() {}

    static List<Member> of(WorkspaceService service, Workspace workspace, String operator) {
        Caller caller = Caller.operator(workspace.id(), operator);
        List<Member> all = new ArrayList<>();
        String after = null;
        do {
            Slice<Member> page = service.members(caller, new PageRequest(after, PageRequest.MAX_LIMIT));
            all.addAll(page.items());
            after = page.next();
        } while (after != null);
        return all;
    }
}
