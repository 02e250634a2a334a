/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static dev.skald.internal.instance.Guard.rules;

import dev.skald.Decision;
import dev.skald.HandledCommand;
import dev.skald.Reply;
import dev.skald.SaveResult;
import dev.skald.UnitOfWork;
import dev.skald.internal.instance.Instances;
import dev.skald.internal.model.AggregateModel;
import java.util.Optional;

/** Loads, decides, appends. */
final class CommandHandler<S, C, E> {

    private final AggregateModel<S, C, E> model;
    private final Instances<S, E> instances;
    private final Telemetry telemetry;

    CommandHandler(AggregateModel<S, C, E> model, Instances<S, E> instances, Telemetry telemetry) {
        this.model = model;
        this.instances = instances;
        this.telemetry = telemetry;
    }

    /**
     * What came of a command.
     *
     * @param reply what the asker is told
     * @param repeated whether it is the outcome of an earlier handling
     */
    record Outcome(Reply reply, boolean repeated) {}

    Outcome handle(Request request, C command) {
        UnitOfWork<S, E> work = instances.begin(request.instanceId(), request.cause());
        Optional<HandledCommand> earlier = work.alreadyHandled();
        if (earlier.isPresent()) {
            return new Outcome(accepted(earlier.get()), true);
        }
        if (!request.expected().matches(work.revision())) {
            return new Outcome(conflict(request, work.revision()), false);
        }
        Decision<E> decision = decide(work.state(), command);
        if (decision instanceof Decision.Rejected<E> rejected) {
            return new Outcome(new Reply.Rejected(rejected.code(), rejected.reason()), false);
        }
        for (E event : ((Decision.Accepted<E>) decision).events()) {
            work.record(event);
        }
        return new Outcome(reply(work.save(request.expected())), false);
    }

    private Reply conflict(Request request, long actual) {
        if (actual == 0) {
            telemetry.log().notFound(request.instanceId());
        }
        return new Reply.Conflict(request.expected(), actual);
    }

    private Decision<E> decide(S state, C command) {
        long started = System.nanoTime();
        Decision<E> decision = rules(() -> model.decider().decide(state, command), "decide");
        telemetry.meters().decided(System.nanoTime() - started);
        return decision;
    }

    private static Reply reply(SaveResult<?> result) {
        if (result instanceof SaveResult.Saved<?> saved) {
            return new Reply.Accepted(saved.revisionBefore(), saved.revisionAfter());
        } else if (result instanceof SaveResult.NotSaved<?> notSaved) {
            return new Reply.Accepted(notSaved.revision(), notSaved.revision());
        } else if (result instanceof SaveResult.Conflict<?> conflict) {
            return new Reply.Conflict(conflict.expected(), conflict.actual());
        }
        throw new AssertionError(result);
    }

    private static Reply accepted(HandledCommand earlier) {
        return new Reply.Accepted(earlier.revisionBefore(), earlier.revisionAfter());
    }
}
