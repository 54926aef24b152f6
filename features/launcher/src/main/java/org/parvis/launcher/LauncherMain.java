package org.parvis.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The program behind the script {@code ./parvis}: each first argument is one thing that a shell cannot do without tools
 * that a bare machine lacks. Prints results on standard output, one clear sentence on standard error when something fails,
 * and ends with an exit code of {@link Outcome}.
 */
public final class LauncherMain {
    private LauncherMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    static int run(List<String> arguments) {
        try {
            return dispatch(arguments);
        } catch (IOException failure) {
            System.err.println("parvis: " + describe(failure));
            return Outcome.FAILED;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Outcome.FAILED;
        }
    }

    private static int dispatch(List<String> arguments) throws IOException, InterruptedException {
        String verb = arguments.isEmpty() ? "" : arguments.get(0);
        return switch (verb) {
            case "keys" -> {
                ConsoleKeys.create(Path.of(arguments.get(1)));
                yield Outcome.DONE;
            }
            case "console" ->
                Console.execute(Path.of(arguments.get(1)), Integer.parseInt(arguments.get(2)), arguments.get(3));
            case "free-port" -> {
                System.out.println(Ports.free());
                yield Outcome.DONE;
            }
            case "port-is-free" -> Ports.isFree(Integer.parseInt(arguments.get(1))) ? Outcome.DONE : Outcome.FAILED;
            case "await" ->
                Readiness.await(
                        URI.create(arguments.get(1)),
                        Duration.ofSeconds(Long.parseLong(arguments.get(2))),
                        Long.parseLong(arguments.get(3)),
                        Path.of(arguments.get(4)));
            case "left-alone" ->
                ShippedFile.isLeftAlone(Path.of(arguments.get(1)), Path.of(arguments.get(2)))
                        ? Outcome.DONE
                        : Outcome.FAILED;
            case "demo" -> {
                DemoWorkspace.prepare(
                        Path.of(arguments.get(1)),
                        Integer.parseInt(arguments.get(2)),
                        URI.create(arguments.get(3)),
                        URI.create(arguments.get(4)),
                        arguments.size() > 5 ? Path.of(arguments.get(5)) : null);
                yield Outcome.DONE;
            }
            default -> {
                System.err.println("parvis: unknown launcher verb '" + verb + "'");
                yield Outcome.USAGE;
            }
        };
    }

    private static String describe(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
