package org.parvis.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.publishing.MediaUse;
import org.parvis.api.publishing.NewPost;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.store.Database;

/**
 * Holds posts against what their networks take. Reads what is known of attached files in a transaction of its own; asks the
 * network's plugin, so nothing here runs inside the caller's transaction. Thread-safe.
 */
final class LimitsCheck {
    private static final String ABSENT = "network.absent";

    private final Database database;
    private final Accounts accounts;
    private final AttachedMedia media;
    private final ContentCheck check;

    LimitsCheck(Database database, Accounts accounts, AttachedMedia media, ContentCheck check) {
        this.database = database;
        this.accounts = accounts;
        this.media = media;
        this.check = check;
    }

    /** Everything that is wrong with a post that is only being written. */
    List<Violation> violations(Caller caller, NewPost post) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < post.targets().size(); i++) {
            NewPost.Target target = post.targets().get(i);
            LinkedAccount account = accounts.require(caller, target.account(), Right.DRAFT);
            String text = target.text().isEmpty() ? post.text() : target.text();
            String path = "targets[" + i + "].";
            violations.addAll(
                    violations(account, new Content(target.format(), text, target.options(), target.media()), path));
            violations.addAll(extras(
                    account, !target.firstComment().isEmpty(), !target.thread().isEmpty(), path));
            for (int part = 0; part < target.thread().size(); part++) {
                NewPost.Part next = target.thread().get(part);
                violations.addAll(violations(
                        account,
                        new Content(next.format(), next.text(), next.options(), next.media()),
                        path + "thread[" + part + "]."));
            }
        }
        return violations;
    }

    /** What goes out as one post. */
    private record Content(String format, String text, Map<String, String> options, List<MediaUse> media) {
        static Content of(Publication publication) {
            return new Content(publication.format(), publication.text(), publication.options(), publication.media());
        }
    }

    private List<Violation> violations(LinkedAccount account, Content content, String path) {
        AttachedMedia.Found found = database.inWorkspace(
                        account.workspace(),
                        handle -> media.find(account.workspace(), account.brand(), content.media()))
                .orElse(null);
        Variant variant = new Variant(
                content.format(), content.text(), found == null ? List.of() : found.files(), content.options(), null);
        return check.violations(new ContentCheck.Subject(account.network(), account.kind(), variant, found, path));
    }

    private List<Violation> extras(LinkedAccount account, boolean comment, boolean thread, String path) {
        List<Violation> violations = new ArrayList<>();
        if (comment) {
            violations.addAll(
                    check.needs(account.network(), account.kind(), Capability.FIRST_COMMENT, path + "firstComment"));
        }
        if (thread) {
            violations.addAll(
                    check.needs(account.network(), account.kind(), Capability.PUBLISH_THREAD, path + "thread"));
        }
        return violations;
    }

    /** Refuses what cannot be planned as it is. */
    void require(List<Publication> publications, Map<AccountId, LinkedAccount> linked) {
        List<Violation> violations = new ArrayList<>();
        int position = -1;
        for (int i = 0; i < publications.size(); i++) {
            Publication publication = publications.get(i);
            position += publication.part() == 0 ? 1 : 0;
            LinkedAccount account = Objects.requireNonNull(linked.get(publication.account()));
            String path = "targets[" + position + "].";
            if (publication.part() == 0) {
                boolean thread =
                        i + 1 < publications.size() && publications.get(i + 1).part() > 0;
                violations.addAll(extras(account, publication.comment() != null, thread, path));
            } else {
                path += "thread[" + (publication.part() - 1) + "].";
            }
            violations.addAll(violations(account, Content.of(publication), path));
        }
        // A network that is away now may be back when it is due; what cannot be checked then is refused by the network
        // itself.
        violations.removeIf(v -> v.rule().equals(ABSENT));
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    Problem.INVALID,
                    "The post breaks limits of its networks: "
                            + violations.get(0).message(),
                    violations,
                    null);
        }
    }

    /** Refuses what a publication that is out cannot be changed to. */
    void requireEdit(LinkedAccount account, PublicationView present, String text, Map<String, String> options) {
        List<Violation> lacking = check.needs(account.network(), account.kind(), Capability.EDIT, "text");
        if (!lacking.isEmpty() && !lacking.get(0).rule().equals(ABSENT)) {
            throw new ProblemException(Problem.UNSUPPORTED, lacking.get(0).message());
        }
        List<Violation> violations = new ArrayList<>(violations(
                account,
                new Content(present.format(), text, options, present.content().media()),
                ""));
        // what is out already needs its files no longer
        violations.removeIf(v -> v.rule().equals(ABSENT) || v.field().startsWith("media"));
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    Problem.INVALID,
                    "The change breaks limits: " + violations.get(0).message(),
                    violations,
                    null);
        }
    }
}
