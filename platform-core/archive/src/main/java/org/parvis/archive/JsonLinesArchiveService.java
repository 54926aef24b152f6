package org.parvis.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountQuery;
import org.parvis.api.account.AccountService;
import org.parvis.api.archive.ArchiveService;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.BrandId;
import org.parvis.model.ConversationId;
import org.parvis.model.ItemId;
import org.parvis.model.ItemKind;

/**
 * Archives as JSON Lines, through the services of the platform alone: what they refuse an archive cannot bring in either. An
 * incoming archive is copied to a temporary file first, because it is read twice.
 */
@Component
public final class JsonLinesArchiveService implements ArchiveService {
    private final AccountService accounts;
    private final InboxService inbox;
    private final PublishingService publishing;
    private final AuditTrail trail;

    @Activate
    public JsonLinesArchiveService(
            @Reference AccountService accounts,
            @Reference InboxService inbox,
            @Reference PublishingService publishing,
            @Reference AuditTrail trail) {
        this.accounts = accounts;
        this.inbox = inbox;
        this.publishing = publishing;
        this.trail = trail;
    }

    @Override
    public ImportReport importArchive(Caller caller, InputStream archive, Target target) throws IOException {
        requireSomewhere(caller, target.brand());
        List<Account> importable = accountsOf(caller, target).stream()
                .filter(account -> caller.may(Right.IMPORT, account.brand()))
                .toList();
        Path copy = Files.createTempFile("parvis-import-", ".jsonl");
        try {
            Files.copy(archive, copy, StandardCopyOption.REPLACE_EXISTING);
            ImportReport report =
                    new Import(copy, new Landscape(importable, target.network()), new Basket(inbox, caller)).run();
            trail.record(
                    caller,
                    "archive.import",
                    "workspace:" + caller.workspace(),
                    Map.of(
                            "lines", Long.toString(report.lines()),
                            "added", Long.toString(report.added()),
                            "rejected", Long.toString(report.rejected())));
            return report;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    @Override
    public long exportArchive(Caller caller, @Nullable List<AccountId> only, OutputStream out) throws IOException {
        List<Account> chosen = new ArrayList<>();
        if (only == null) {
            chosen.addAll(accountsOf(caller, Target.any()));
        } else {
            only.forEach(id -> chosen.add(accounts.account(caller, id)));
        }
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        Export export = new Export(buffered);
        // All accounts first: one that writes to another must not become a stranger there.
        for (Account account : chosen) {
            export.account(account);
        }
        for (Account account : chosen) {
            exportPosts(caller, account, export);
            exportItems(caller, account, export);
        }
        buffered.flush();
        trail.record(
                caller,
                "archive.export",
                "workspace:" + caller.workspace(),
                Map.of("accounts", Integer.toString(chosen.size()), "lines", Long.toString(export.lines())));
        return export.lines();
    }

    private void exportPosts(Caller caller, Account account, Export export) throws IOException {
        @Nullable String mark = null;
        do {
            Slice<PublicationView> page = publishing.publications(
                    caller,
                    new PublicationQuery(
                            null,
                            account.id(),
                            PublicationState.PUBLISHED,
                            null,
                            null,
                            null,
                            new PageRequest(mark, PageRequest.MAX_LIMIT)));
            for (PublicationView publication : page.items()) {
                export.post(account, publication);
            }
            mark = page.next();
        } while (mark != null);
    }

    private void exportItems(Caller caller, Account account, Export export) throws IOException {
        @Nullable String mark = null;
        do {
            Slice<ItemView> page = inbox.latest(caller, account.id(), new PageRequest(mark, PageRequest.MAX_LIMIT));
            Map<ItemId, byte[]> raw = inbox.raw(
                    caller,
                    account.id(),
                    page.items().stream().map(ItemView::id).toList());
            Map<ConversationId, @Nullable Author> others = new HashMap<>();
            for (ItemView item : page.items()) {
                if (item.kind() == ItemKind.DIRECT_MESSAGE && !others.containsKey(item.conversation())) {
                    others.put(
                            item.conversation(),
                            inbox.conversation(caller, item.conversation()).participant());
                }
                export.item(account, item, others.get(item.conversation()), raw.get(item.id()));
            }
            mark = page.next();
        } while (mark != null);
    }

    private List<Account> accountsOf(Caller caller, Target target) {
        List<Account> found = new ArrayList<>();
        @Nullable String mark = null;
        do {
            Slice<Account> page = accounts.accounts(
                    caller,
                    new AccountQuery(target.brand(), target.network(), new PageRequest(mark, PageRequest.MAX_LIMIT)));
            found.addAll(page.items());
            mark = page.next();
        } while (mark != null);
        return found;
    }

    private static void requireSomewhere(Caller caller, @Nullable BrandId brand) {
        if (brand != null) {
            caller.require(Right.IMPORT, brand);
        } else if (caller.brandRoles().keySet().stream().noneMatch(each -> caller.may(Right.IMPORT, each))) {
            caller.require(Right.IMPORT);
        }
    }
}
