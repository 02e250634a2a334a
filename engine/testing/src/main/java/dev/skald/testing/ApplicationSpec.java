/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.CommandOptions;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A specification of an instance in the whole topology; begun with {@link TestApplication#given}. It goes on after each
 * expectation: {@code when} again.
 *
 * @param <S> the state
 * @param <C> the commands
 * @param <E> the events
 */
public final class ApplicationSpec<S, C, E> {

    private final TestApplication application;
    private final AggregateType<S, C, E> type;
    private final String instanceId;
    private final long revisionBefore;
    private final @Nullable C command;
    private final @Nullable Reply reply;

    ApplicationSpec(TestApplication application, AggregateType<S, C, E> type, String instanceId) {
        this(application, type, instanceId, 0, null, null);
    }

    private ApplicationSpec(
            TestApplication application,
            AggregateType<S, C, E> type,
            String instanceId,
            long revisionBefore,
            @Nullable C command,
            @Nullable Reply reply) {
        this.application = application;
        this.type = type;
        this.instanceId = instanceId;
        this.revisionBefore = revisionBefore;
        this.command = command;
        this.reply = reply;
    }

    /** Sends a command. */
    public ApplicationSpec<S, C, E> when(C next) {
        return when(next, CommandOptions.defaults());
    }

    /** Sends a command. */
    public ApplicationSpec<S, C, E> when(C next, CommandOptions options) {
        long before = application.state(type, instanceId).revision();
        Reply answer = application.send(type, instanceId, next, options);
        return new ApplicationSpec<>(application, type, instanceId, before, next, answer);
    }

    /** Expects exactly these new events, in this order. */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads them.
    public final ApplicationSpec<S, C, E> then(E... events) {
        long after = revisionBefore + events.length;
        if (!new Reply.Accepted(revisionBefore, after).equals(reply)) {
            throw failure("accepted from revision %d to %d".formatted(revisionBefore, after));
        }
        List<E> recorded = application.history(type, instanceId, revisionBefore, after).stream()
                .map(RecordedEvent::event)
                .toList();
        if (!recorded.equals(List.of(events))) {
            throw failure("the events %s, and not %s".formatted(List.of(events), recorded));
        }
        return this;
    }

    /** Expects that the command is accepted and changes nothing. */
    @SuppressWarnings("unchecked") // No events, of whatever type.
    public ApplicationSpec<S, C, E> thenNothing() {
        return then((E[]) new Object[0]);
    }

    /** Expects a rejection with this code, and that nothing has changed. */
    public ApplicationSpec<S, C, E> thenRejected(String code) {
        if (!(reply instanceof Reply.Rejected rejected) || !rejected.code().equals(code)) {
            throw failure("a rejection with code " + code);
        }
        return unchanged();
    }

    /** Expects a conflict, and that nothing has changed. */
    public ApplicationSpec<S, C, E> thenConflict() {
        if (!(reply instanceof Reply.Conflict conflict) || conflict.actual() != revisionBefore) {
            throw failure("a conflict with revision " + revisionBefore);
        }
        return unchanged();
    }

    /** Expects a failure by this exception, and that nothing has changed. */
    public ApplicationSpec<S, C, E> thenFailed(Class<? extends Throwable> cause) {
        if (!(reply instanceof Reply.Failed failed) || !failed.cause().equals(cause.getName())) {
            throw failure("a failure by " + cause.getName());
        }
        return unchanged();
    }

    /** Expects this reply. */
    public ApplicationSpec<S, C, E> thenReply(Reply expected) {
        if (!expected.equals(reply)) {
            throw failure(expected.toString());
        }
        return this;
    }

    /** Checks the state of the instance now. */
    public ApplicationSpec<S, C, E> thenState(Consumer<? super S> check) {
        check.accept(application.state(type, instanceId).state());
        return this;
    }

    private ApplicationSpec<S, C, E> unchanged() {
        long now = application.state(type, instanceId).revision();
        if (now != revisionBefore) {
            throw failure("no change of revision %d, which is now %d".formatted(revisionBefore, now));
        }
        return this;
    }

    private AssertionError failure(String expected) {
        return new AssertionError("""
                %s %s at revision %d:
                  when     %s
                  expected %s
                  but was  %s""".formatted(type, instanceId, revisionBefore, command, expected, reply));
    }
}
