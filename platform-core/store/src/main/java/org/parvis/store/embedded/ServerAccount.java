package org.parvis.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The operating-system account the server runs under. PostgreSQL refuses to run as root; when this process is root, the
 * server and its data belong to an unprivileged account instead, entered with whichever of {@code setpriv},
 * {@code runuser} and {@code su} works here. User namespaces are not used: many containers forbid them.
 */
public final class ServerAccount {
    /** Preferred first. {@code postgres} is left out on purpose: it may own the data of another server. */
    private static final List<String> CANDIDATES = List.of("parvis", "nobody");

    private final Optional<Entry> other;
    private final List<String> prefix;

    private ServerAccount(Optional<Entry> other, List<String> prefix) {
        this.other = other;
        this.prefix = prefix;
    }

    /** A line of the account database. */
    record Entry(String name, int uid, int gid) {}

    /** A way to become another account. */
    enum Switch {
        SETPRIV,
        RUNUSER,
        SU;

        List<String> prefix(Entry entry) {
            return switch (this) {
                case SETPRIV ->
                    List.of("setpriv", "--reuid=" + entry.uid(), "--regid=" + entry.gid(), "--clear-groups", "--");
                case RUNUSER -> List.of("runuser", "-u", entry.name(), "--");
                // Without "--" su would take the options of the command for its own.
                case SU -> List.of("su", "-s", "/bin/sh", entry.name(), "-c", "exec \"$0\" \"$@\"", "--");
            };
        }
    }

    /** The account for a server whose data lie, or will lie, in {@code data}. */
    public static ServerAccount forData(Path data) throws IOException, RefusedException {
        return forData(data, List.of(Switch.values()));
    }

    static ServerAccount forData(Path data, List<Switch> switches) throws IOException, RefusedException {
        if (!isRoot()) {
            return new ServerAccount(Optional.empty(), List.of());
        }
        Entry entry = choose(data);
        for (Switch each : switches) {
            ServerAccount account = new ServerAccount(Optional.of(entry), each.prefix(entry));
            if (account.works()) {
                return account;
            }
        }
        throw new RefusedException("PostgreSQL refuses to run as root, and none of setpriv, runuser and su lets this"
                + " process become '" + entry.name() + "'. Start Parvis as an ordinary user.");
    }

    /** Whether this process is root. */
    public static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                ? (Integer) Files.getAttribute(self, "unix:uid") == 0
                : "root".equals(System.getProperty("user.name"));
    }

    String name() {
        return other.map(Entry::name).orElseGet(() -> System.getProperty("user.name"));
    }

    /** {@code command} as this account runs it. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Hands {@code path} and everything in it to this account; nothing changes if it is this process' own. */
    void own(Path path) throws IOException {
        if (other.isEmpty()) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.toList()) {
                Files.setAttribute(each, "unix:gid", other.get().gid(), LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(each, "unix:uid", other.get().uid(), LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** Whether this account may pass through every folder that exists on the way to {@code path}. */
    boolean reaches(Path path) throws IOException {
        if (other.isEmpty()) {
            return true;
        }
        Path existing = path.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        // The real path, because a link's own folders do not count, those of its target do.
        for (Path each = existing.toRealPath(); each != null; each = each.getParent()) {
            if (!passes(each)) {
                return false;
            }
        }
        return true;
    }

    private boolean passes(Path folder) throws IOException {
        Entry entry = other.orElseThrow();
        PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
        if ((Integer) Files.getAttribute(folder, "unix:uid") == entry.uid()) {
            return attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
        }
        if ((Integer) Files.getAttribute(folder, "unix:gid") == entry.gid()) {
            return attributes.permissions().contains(PosixFilePermission.GROUP_EXECUTE);
        }
        return attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE);
    }

    private boolean works() throws IOException {
        try {
            Process process = new ProcessBuilder(command(List.of("/bin/sh", "-c", "exit 0")))
                    .directory(Path.of("/").toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException programMissing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while looking for a way to become " + name(), e);
        }
    }

    /** The account that already owns the data; else the first candidate that exists. */
    private static Entry choose(Path data) throws IOException, RefusedException {
        List<Entry> entries = entries();
        if (Files.isDirectory(data)) {
            int owner = (Integer) Files.getAttribute(data, "unix:uid");
            if (owner != 0) {
                int group = (Integer) Files.getAttribute(data, "unix:gid");
                return entries.stream()
                        .filter(entry -> entry.uid() == owner)
                        .findFirst()
                        .orElse(new Entry(Integer.toString(owner), owner, group));
            }
        }
        return CANDIDATES.stream()
                .flatMap(name -> entries.stream().filter(entry -> entry.name().equals(name)))
                .findFirst()
                .orElseThrow(
                        () -> new RefusedException(
                                "PostgreSQL refuses to run as root, and there is no account"
                                        + " 'parvis' or 'nobody' it could run under. Create one, or start Parvis as an ordinary user."));
    }

    private static List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(":");
            if (fields.length >= 4 && fields[2].matches("\\d{1,9}") && fields[3].matches("\\d{1,9}")) {
                entries.add(new Entry(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
            }
        }
        return entries;
    }
}
