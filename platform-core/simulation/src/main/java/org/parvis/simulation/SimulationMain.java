package org.parvis.simulation;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The simulation as a program of its own. When it is ready it prints one line of JSON that says where it listens. */
public final class SimulationMain {

    private SimulationMain() {}

    /**
     * Runs until the process is ended.
     *
     * @param arguments see the README beside the X simulator
     */
    public static void main(String[] arguments) {
        try {
            Simulation simulation = Simulation.start(SimulationOptions.parse(List.of(arguments)));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(simulation), "simulation-end"));
            System.out.println(simulation.addresses());
            System.out.flush();
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (Exception e) {
            System.err.println("The simulation cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void close(Simulation simulation) {
        try {
            simulation.close();
        } catch (Exception e) {
            System.err.println("The simulation did not end cleanly: " + e.getMessage());
        }
    }
}
