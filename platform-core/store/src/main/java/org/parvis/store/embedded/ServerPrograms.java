package org.parvis.store.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the server's programs under its account. Their output goes to files, never into a pipe of ours: a server that
 * inherits a pipe would keep whoever reads it waiting for ever.
 */
final class ServerPrograms {
    private static final Duration SHORT = Duration.ofMinutes(2);

    private final PostgresBinaries binaries;
    private final ServerAccount account;
    private final Path log;

    /** @param log the folder the programs' output goes to */
    ServerPrograms(PostgresBinaries binaries, ServerAccount account, Path log) {
        this.binaries = binaries;
        this.account = account;
        this.log = log;
    }

    ServerAccount account() {
        return account;
    }

    Path log() {
        return log.resolve("server.log");
    }

    void initialise(Path data) throws IOException, InterruptedException {
        run(
                "initdb",
                List.of(
                        "--pgdata=" + data,
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"),
                "");
    }

    /** Runs statements without a server and without a login. */
    void single(Path data, String... statements) throws IOException, InterruptedException {
        // Otherwise a failing statement is only written to the log.
        run(
                "postgres",
                List.of("--single", "-D", data.toString(), "-c", "exit_on_error=on", "postgres"),
                String.join("\n", statements) + "\n");
    }

    /** Ends a server at once but cleanly: open transactions are rolled back, the last checkpoint is written. */
    void stop(Path data) throws IOException, InterruptedException {
        run("pg_ctl", List.of("stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60"), "");
    }

    String version() throws IOException, InterruptedException {
        Path output = run("postgres", List.of("-V"), "");
        return Files.readString(output).replaceFirst("(?s).*\\)\\s*([0-9.]+).*", "$1");
    }

    String majorVersion() throws IOException, InterruptedException {
        return version().replaceFirst("\\..*", "");
    }

    /** Starts the server; its messages of the start before are kept beside the new ones. */
    Process start(Path data, List<String> arguments) throws IOException {
        if (Files.exists(log())) {
            Files.move(log(), log.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            // A session of its own: Ctrl-C on the platform's terminal must not stop the server before the platform.
            command.add("/usr/bin/setsid");
        }
        command.add(binaries.program("postgres").toString());
        command.addAll(arguments);
        return builder(command, data).redirectOutput(log().toFile()).start();
    }

    private Path run(String program, List<String> arguments, String input) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        Path output = log.resolve(program + ".log");
        Process process = builder(command, Path.of("/"))
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(output.toFile())
                .start();
        try (OutputStream standardInput = process.getOutputStream()) {
            standardInput.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException programEnded) {
            // Its exit code and its output say why.
        }
        if (!process.waitFor(SHORT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(program + " did not end within " + SHORT.toSeconds() + " s, see " + output);
        }
        if (process.exitValue() != 0) {
            throw new IOException(program + " failed: " + Folders.lastFatalLine(output));
        }
        return output;
    }

    private ProcessBuilder builder(List<String> command, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(account.command(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        return builder;
    }
}
