/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.util.Objects.requireNonNull;

import dev.skald.Cause;
import dev.skald.ExpectedRevision;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a command is sent. Immutable: each method returns changed options.
 *
 * <pre>{@code
 * client.send(ACCOUNT, "a-1", new Withdraw(70), CommandOptions.expecting(ExpectedRevision.exactly(3)));
 * }</pre>
 */
public final class CommandOptions {

    private static final CommandOptions DEFAULTS = new CommandOptions(null, ExpectedRevision.any(), null, Trace.NONE);

    private final @Nullable String commandId;
    private final ExpectedRevision expected;
    private final @Nullable Duration timeout;
    private final Trace trace;

    /** What places a command in a conversation. */
    private record Trace(
            @Nullable String correlationId,
            @Nullable String causationId,
            @Nullable String traceparent) {
        private static final Trace NONE = new Trace(null, null, null);
    }

    private CommandOptions(
            @Nullable String commandId, ExpectedRevision expected, @Nullable Duration timeout, Trace trace) {
        this.commandId = commandId;
        this.expected = expected;
        this.timeout = timeout;
        this.trace = trace;
    }

    /** A random command id, any revision, the client's timeout. */
    public static CommandOptions defaults() {
        return DEFAULTS;
    }

    /** The defaults, but with an expected revision. */
    public static CommandOptions expecting(ExpectedRevision expected) {
        return DEFAULTS.withExpectedRevision(expected);
    }

    /** The defaults, but with a command id. */
    public static CommandOptions id(String commandId) {
        return DEFAULTS.withCommandId(commandId);
    }

    /**
     * The command's id. Sent again with the same id, the command is carried out once, and answered each time with the
     * first outcome.
     *
     * @param id 1 to {@value Cause#MAX_ID_CHARACTERS} characters
     */
    public CommandOptions withCommandId(String id) {
        Cause.root(id);
        return new CommandOptions(id, expected, timeout, trace);
    }

    /** What the instance's revision has to be; if it is not, the reply is a conflict and nothing changes. */
    public CommandOptions withExpectedRevision(ExpectedRevision revision) {
        return new CommandOptions(commandId, requireNonNull(revision, "revision"), timeout, trace);
    }

    /** How long to wait for the reply. */
    public CommandOptions withTimeout(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("expected a timeout above 0, but it is " + duration);
        }
        return new CommandOptions(commandId, expected, duration, trace);
    }

    /** The conversation that the command belongs to; by default it begins one. */
    public CommandOptions withCorrelationId(String id) {
        Cause.root(id);
        return new CommandOptions(
                commandId, expected, timeout, new Trace(id, trace.causationId(), trace.traceparent()));
    }

    /** The message that led to the command; by default none but itself. */
    public CommandOptions withCausationId(String id) {
        Cause.root(id);
        return new CommandOptions(
                commandId, expected, timeout, new Trace(trace.correlationId(), id, trace.traceparent()));
    }

    /** The W3C trace context; it is passed on to the events. */
    public CommandOptions withTraceparent(String traceparent) {
        requireNonNull(traceparent, "traceparent");
        return new CommandOptions(
                commandId, expected, timeout, new Trace(trace.correlationId(), trace.causationId(), traceparent));
    }

    /** The command's id, if one was given. */
    public Optional<String> commandId() {
        return Optional.ofNullable(commandId);
    }

    /** The expected revision. */
    public ExpectedRevision expectedRevision() {
        return expected;
    }

    /** How long to wait for the reply, if it was said. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The message that led to the command, if one was given. */
    public Optional<String> causationId() {
        return Optional.ofNullable(trace.causationId());
    }

    /** The command as the cause of events, given its id. */
    public Cause cause(String id) {
        return new Cause(id, trace.correlationId() == null ? id : trace.correlationId(), trace.traceparent());
    }
}
