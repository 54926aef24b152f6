package org.parvis.console;

import java.util.ArrayList;
import java.util.List;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.workspace.ApiToken;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.WorkspaceService;

/** The API tokens of a workspace, page by page. */
final class AllTokens {
    private AllTokens() {}

    static List<ApiToken> of(WorkspaceService service, Caller caller) {
        List<ApiToken> all = new ArrayList<>();
        String after = null;
        do {
            Slice<ApiToken> page = service.tokens(caller, new PageRequest(after, PageRequest.MAX_LIMIT));
            all.addAll(page.items());
            after = page.next();
        } while (after != null);
        return all;
    }
}
