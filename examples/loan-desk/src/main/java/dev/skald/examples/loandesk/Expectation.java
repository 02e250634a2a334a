/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.Decision;
import dev.skald.examples.loandesk.LoanApplication.Command;
import dev.skald.examples.loandesk.LoanApplication.Event;
import dev.skald.examples.loandesk.LoanApplication.Stage;
import dev.skald.examples.loandesk.LoanApplication.State;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What should come of the input: the same rules, run on plain objects in memory, one record after the other. What Kafka
 * holds in the end is compared with it.
 */
final class Expectation {

    private final Map<String, Application> applications = new HashMap<>();
    private final Map<String, Long> rejectedByCode = new TreeMap<>();
    private long records;
    private long accepted;

    /** An application as it should be. */
    static final class Application {

        private State state = LoanApplication.DECIDER.initialState();
        private int records;
        private History history = History.NONE;

        State state() {
            return state;
        }

        History history() {
            return history;
        }
    }

    /**
     * The events of an application, told from any others by their number and a hash over all of them in order.
     *
     * @param events how many
     * @param hash over their contents and order
     */
    record History(long events, long hash) {
        static final History NONE = new History(0, 0);

        History plus(Event event) {
            return new History(events + 1, 1_000_003 * hash + event.hashCode());
        }
    }

    /** The number that the next record of an application has. */
    int nextNumber(String application) {
        return application(application).records;
    }

    /** How much an application is about. */
    long amount(String application) {
        return application(application).state.amount();
    }

    /** How much was approved, by application. */
    Map<String, Long> approved() {
        Map<String, Long> approved = new TreeMap<>();
        applications.forEach((id, application) -> {
            if (application.state.reached().contains(Stage.APPROVED)) {
                approved.put(id, application.state.amount());
            }
        });
        return approved;
    }

    /** Takes the next command of an application. */
    void command(String id, Command command) {
        Application application = application(id);
        application.records++;
        records++;
        Decision<Event> decision = LoanApplication.DECIDER.decide(application.state, command);
        if (decision instanceof Decision.Rejected<Event> rejected) {
            rejectedByCode.merge(rejected.code(), 1L, Long::sum);
            return;
        }
        accepted++;
        for (Event event : ((Decision.Accepted<Event>) decision).events()) {
            application.state = LoanApplication.DECIDER.evolve(application.state, event);
            application.history = application.history.plus(event);
        }
    }

    private Application application(String id) {
        return applications.computeIfAbsent(id, unknown -> new Application());
    }

    Map<String, Application> applications() {
        return applications;
    }

    Map<String, Long> rejectedByCode() {
        return rejectedByCode;
    }

    long records() {
        return records;
    }

    long accepted() {
        return accepted;
    }

    long rejected() {
        return records - accepted;
    }
}
