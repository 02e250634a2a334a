/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import dev.skald.kafka.AggregateType;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sends values through the serdes of an aggregate and checks that they come back equal. */
final class RoundTrip<S, C, E> {

    private final AggregateType<S, C, E> type;

    RoundTrip(AggregateType<S, C, E> type) {
        this.type = type;
    }

    C command(C command) {
        return check("command", type.commandSerde(), command);
    }

    E event(E event) {
        return check("event", type.eventSerde(), event);
    }

    S state(S state) {
        return check("state", type.stateSerde(), state);
    }

    private <T> T check(String what, Serde<T> serde, T value) {
        Headers headers = new Record<@Nullable Void, @Nullable Void>(null, null, 0).headers();
        String topic = "spec-" + type.name();
        byte[] bytes =
                attempt(what, "serialized", value, given -> serde.serializer().serialize(topic, headers, given));
        T back = attempt(
                what, "deserialized", bytes, given -> serde.deserializer().deserialize(topic, headers, given));
        if (!value.equals(back)) {
            throw new AssertionError("""
                    %s: expected a %s that survives its serde, but it does not (or its type has no equals):
                      before %s
                      after  %s""".formatted(type, what, value, back));
        }
        return back;
    }

    private <A, B> B attempt(String what, String done, A value, Function<A, @Nullable B> step) {
        B result;
        try {
            result = step.apply(value);
        } catch (RuntimeException e) {
            throw new AssertionError("%s: expected a %s that can be %s, but: %s".formatted(type, what, done, e), e);
        }
        if (result == null) {
            throw new AssertionError("%s: expected a %s that can be %s, but null came out".formatted(type, what, done));
        }
        return result;
    }
}
