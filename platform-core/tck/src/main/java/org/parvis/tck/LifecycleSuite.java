package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.parvis.spi.NetworkPlugin;

/** Instances come and go and leave nothing. What only a container shows is left to the container's own tests. */
final class LifecycleSuite extends Suite {
    private static final int TIMES = 20;

    LifecycleSuite(Kit kit) {
        super("lifecycle", kit);
        test("instancesComeAndGoWithoutATrace", s -> {
            s.simulator().account();
            CallThreads threads = new CallThreads();
            threads.start(() -> {
                        for (int i = 0; i < TIMES; i++) {
                            s.restarted();
                            Reading.read(s, s.call());
                        }
                        return "done";
                    })
                    .success();
            assertThat(threads.left()).as("threads of instances that are gone").isEmpty();
        });
        test(
                "everyInstanceHasTheSameFacets",
                s -> assertThat(facets(kit.tck().plugin()))
                        .isEqualTo(facets(kit.tck().plugin())));
        test(
                "anInstanceHoldsNothingThatGrows",
                s -> assertThat(holders(s.plugin())).isEmpty());
        test("installedUpdatedAndRemovedInAContainer", s -> {
            throw new NotSimulatedException(
                    "Needs a container: the platform's integration tests install, update, drain and "
                            + "remove every network");
        });
    }

    private static List<Boolean> facets(NetworkPlugin plugin) {
        return List.of(
                plugin.publisher().isPresent(),
                plugin.timelineSource().isPresent(),
                plugin.inboxSource().isPresent(),
                plugin.responder().isPresent(),
                plugin.analyticsSource().isPresent(),
                plugin.webhookReceiver().isPresent(),
                plugin.webhookSubscriber().isPresent(),
                plugin.quotaReader().isPresent());
    }

    /** Fields of the plugin that could keep something from one call to the next. */
    private static List<String> holders(NetworkPlugin plugin) {
        List<String> holders = new ArrayList<>();
        for (Field field : plugin.getClass().getDeclaredFields()) {
            boolean holds = Map.class.isAssignableFrom(field.getType())
                    || Collection.class.isAssignableFrom(field.getType())
                    || !Modifier.isFinal(field.getModifiers());
            if (holds && !field.isSynthetic() && !Modifier.isStatic(field.getModifiers())) {
                holders.add(field.getName());
            }
        }
        return holders;
    }
}
