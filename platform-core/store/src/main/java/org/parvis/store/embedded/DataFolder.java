package org.parvis.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder with the server's data, the password beside it, and how both come to be. The bootstrap superuser has no
 * password, so nobody can log in as it; everything uses the login role {@value #LOGIN}, which owns the database of the
 * same name and is no superuser. A folder is complete or it does not exist.
 */
final class DataFolder {
    static final String LOGIN = "parvis";

    private final Path root;
    private final Path data;
    private final ServerPrograms programs;

    DataFolder(Path root, ServerPrograms programs) {
        this.root = root;
        this.data = root.resolve("data");
        this.programs = programs;
    }

    Path path() {
        return data;
    }

    /** Makes the folder if there is none, and sees that it fits this server and its password is known. */
    String prepare() throws IOException, RefusedException, InterruptedException {
        Path passwordFile = root.resolve("password");
        if (!Files.isDirectory(data)) {
            create(passwordFile);
        }
        refuseOtherVersion();
        refuseOtherOwner();
        if (!Files.exists(passwordFile)) {
            Folders.writeSecret(passwordFile, newPassword());
            programs.single(data, "alter role " + LOGIN + " password '" + Files.readString(passwordFile) + "'");
        }
        return Files.readString(passwordFile).strip();
    }

    private void create(Path passwordFile) throws IOException, InterruptedException, RefusedException {
        Path draft = root.resolve("data.new");
        Folders.delete(draft);
        Folders.create(draft, Folders.OWNER_ONLY);
        programs.account().own(draft);
        programs.initialise(draft);
        Files.writeString(draft.resolve("pg_hba.conf"), """
                # Written by Parvis: this machine only, password always.
                host all all 127.0.0.1/32 scram-sha-256
                """);
        String password = newPassword();
        Folders.writeSecret(passwordFile, password);
        programs.single(
                draft,
                "create role " + LOGIN + " login createrole createdb password '" + password + "'",
                "create database " + LOGIN + " owner " + LOGIN,
                "revoke all on database " + LOGIN + " from public");
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void refuseOtherVersion() throws IOException, RefusedException, InterruptedException {
        Path file = data.resolve("PG_VERSION");
        if (!Files.isReadable(file)) {
            throw new RefusedException("The folder " + data + " holds no PostgreSQL data that this account can read."
                    + " Move it away, or start Parvis as the account that owns it.");
        }
        String found = Files.readString(file).strip();
        String ours = programs.majorVersion();
        if (!found.equals(ours)) {
            throw new RefusedException("The data in " + data + " were written by PostgreSQL " + found
                    + ", this release brings " + ours + ". Start the earlier release and run 'social:backup <file>',"
                    + " move the folder away, start this release and run 'social:restore <file>'.");
        }
    }

    private void refuseOtherOwner() throws IOException, RefusedException {
        if (!ServerAccount.isRoot() && !Files.isWritable(data)) {
            throw new RefusedException("The data in " + data + " belong to the account '"
                    + Files.getOwner(data).getName() + "'. Start Parvis as that account or as root.");
        }
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Deletes the programs of earlier releases. */
    static void deleteOtherBinaries(Path root, PostgresBinaries current) throws IOException {
        try (Stream<Path> children = Files.list(root)) {
            List<Path> old = children.filter(
                            child -> child.getFileName().toString().startsWith("postgres-"))
                    .filter(Files::isDirectory)
                    .filter(child -> !child.equals(current.folder()))
                    .toList();
            for (Path each : old) {
                Folders.delete(each);
            }
        }
    }
}
