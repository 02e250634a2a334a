/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.util.Objects.requireNonNull;

import dev.skald.Decider;
import dev.skald.IdempotenceWindow;
import dev.skald.RetentionPolicy;
import dev.skald.SnapshotPolicy;
import dev.skald.internal.model.AggregateModel;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * A kind of event-sourced thing: its name, its rules, its serdes, and what is kept of it.
 *
 * <p>One typed value says all of it, for the application that runs it and for the clients that talk to it; that a
 * command belongs to the aggregate is checked by the compiler. Immutable and safe for use by several threads, as its
 * decider and serdes have to be.
 *
 * @param <S> the state
 * @param <C> the commands
 * @param <E> the events
 */
public final class AggregateType<S, C, E> {

    private final AggregateModel<S, C, E> model;

    private AggregateType(AggregateModel<S, C, E> model) {
        this.model = model;
    }

    /**
     * Starts an aggregate type.
     *
     * @param name 1 to 100 lower-case letters, digits and hyphens, beginning with a letter; it becomes part of the
     *     names of topics and stores, and must never change once there are events
     * @param decider the rules
     */
    public static <S, C, E> Builder<S, C, E> named(String name, Decider<S, C, E> decider) {
        return new Builder<>(name, decider);
    }

    /** The name. */
    public String name() {
        return model.name();
    }

    /** The rules. */
    public Decider<S, C, E> decider() {
        return model.decider();
    }

    /** The serde of commands. */
    public Serde<C> commandSerde() {
        return model.serdes().command();
    }

    /** The serde of events. */
    public Serde<E> eventSerde() {
        return model.serdes().event();
    }

    /** The serde of the state, as snapshots and answers carry it. */
    public Serde<S> stateSerde() {
        return model.serdes().state();
    }

    /** The name of an event's type, as the header of its record has it. */
    public String eventTypeOf(E event) {
        return model.eventType().apply(event);
    }

    AggregateModel<S, C, E> model() {
        return model;
    }

    @Override
    public String toString() {
        return "AggregateType[" + name() + "]";
    }

    /**
     * Collects what makes an aggregate type. The serdes are required; everything else has a default.
     *
     * @param <S> the state
     * @param <C> the commands
     * @param <E> the events
     */
    public static final class Builder<S, C, E> {

        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,99}");

        private final String name;
        private final Decider<S, C, E> decider;
        private @Nullable Serde<C> commands;
        private @Nullable Serde<E> events;
        private @Nullable Serde<S> states;
        private Function<? super E, String> eventType =
                event -> event.getClass().getSimpleName();
        private int eventSchemaVersion;
        private int stateSchemaVersion;
        private SnapshotPolicy<S> snapshots = SnapshotPolicy.every(SnapshotPolicy.DEFAULT_REVISIONS);
        private RetentionPolicy retention = RetentionPolicy.keepAll();
        private IdempotenceWindow idempotence = IdempotenceWindow.DEFAULT;

        private Builder(String name, Decider<S, C, E> decider) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "expected the name of an aggregate to be 1 to 100 lower-case letters, digits and hyphens,"
                                + " beginning with a letter, but it is \"" + name + "\"");
            }
            this.name = name;
            this.decider = requireNonNull(decider, "decider");
        }

        /** The serde of commands. Required. */
        public Builder<S, C, E> commands(Serde<C> serde) {
            commands = requireNonNull(serde, "serde");
            return this;
        }

        /** The serde of events. Required. */
        public Builder<S, C, E> events(Serde<E> serde) {
            events = requireNonNull(serde, "serde");
            return this;
        }

        /** The serde of the state, for snapshots and answers. Required. */
        public Builder<S, C, E> states(Serde<S> serde) {
            states = requireNonNull(serde, "serde");
            return this;
        }

        /** How an event's type is named in the header of its record; by default the simple name of its class. */
        public Builder<S, C, E> eventTypes(Function<? super E, String> typeName) {
            eventType = requireNonNull(typeName, "typeName");
            return this;
        }

        /** The version of the events' schema, written into a header of each; by default none. */
        public Builder<S, C, E> eventSchemaVersion(int version) {
            eventSchemaVersion = positive(version);
            return this;
        }

        /**
         * The version of the state's schema; by default none. Snapshots of any other version are ignored, and the state
         * is rebuilt from events: count it up whenever what {@link Decider#evolve} makes of the same events changes.
         */
        public Builder<S, C, E> stateSchemaVersion(int version) {
            stateSchemaVersion = positive(version);
            return this;
        }

        /** When snapshots are taken; by default every {@value SnapshotPolicy#DEFAULT_REVISIONS} revisions. */
        public Builder<S, C, E> snapshots(SnapshotPolicy<S> policy) {
            snapshots = requireNonNull(policy, "policy");
            return this;
        }

        /** Which events are kept; by default all. */
        public Builder<S, C, E> retention(RetentionPolicy policy) {
            retention = requireNonNull(policy, "policy");
            return this;
        }

        /** Which commands are remembered; by default {@link IdempotenceWindow#DEFAULT}. */
        public Builder<S, C, E> idempotence(IdempotenceWindow window) {
            idempotence = requireNonNull(window, "window");
            return this;
        }

        /**
         * Builds the aggregate type.
         *
         * @throws IllegalStateException if a serde is missing
         */
        public AggregateType<S, C, E> build() {
            var serdes = new AggregateModel.Serdes<>(
                    required(commands, "commands"), required(events, "events"), required(states, "states"));
            return new AggregateType<>(new AggregateModel<>(
                    name,
                    decider,
                    serdes,
                    eventType,
                    new AggregateModel.Versions(eventSchemaVersion, stateSchemaVersion),
                    new AggregateModel.Policies<>(snapshots, retention, idempotence)));
        }

        private <T> T required(@Nullable T serde, String method) {
            if (serde == null) {
                throw new IllegalStateException(
                        "expected a serde for %s of aggregate %s: call %s(…)".formatted(method, name, method));
            }
            return serde;
        }

        private static int positive(int version) {
            if (version < 1) {
                throw new IllegalArgumentException("expected a schema version of 1 or more, but it is " + version);
            }
            return version;
        }
    }
}
