/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.Reply;
import dev.skald.kafka.AggregateType;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What is away for a while is no fault of a record. */
class PassingTroubleTest {

    private final AtomicBoolean away = new AtomicBoolean();

    private AggregateType<String, String, String> type() {
        Deserializer<String> reading = (topic, bytes) -> {
            if (away.get()) {
                throw new TimeoutException("the registry is away");
            }
            try (StringDeserializer strings = new StringDeserializer()) {
                return strings.deserialize(topic, bytes);
            }
        };
        Serde<String> commands = Serdes.serdeFrom(new StringSerializer(), reading);
        Decider<String, String, String> rules =
                Decider.of("", (state, command) -> Decision.accept(command), (state, event) -> state + event);
        return AggregateType.named("words", rules)
                .commands(commands)
                .events(Serdes.String())
                .states(Serdes.String())
                .build();
    }

    @Test
    void aCommandThatCannotBeReadForNowStopsTheTaskAndIsNoDeadLetter() {
        AggregateType<String, String, String> words = type();
        try (TestApplication running = TestApplication.of(words)) {
            away.set(true);
            assertThatThrownBy(() -> running.send(words, "w-1", "hello"))
                    .hasRootCauseInstanceOf(RetriableException.class);
            assertThat(running.deadLetters()).isEmpty();

            away.set(false);
            assertThat(running.send(words, "w-1", "hello")).isEqualTo(new Reply.Accepted(0, 1));
        }
    }
}
