/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.internal.model.TextHeaders;
import dev.skald.tcc.Answer;
import dev.skald.tcc.OpenRepair;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Outcome.Participant;
import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Only what still needs repair is listed. */
class RepairReaderTest {

    private static final String TOPIC = "trips-tcc-repairs";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final long[] ends = new long[2];

    private static Outcome outcome(String id) {
        Participant side = new Participant(
                true, true, true, false, false, false, Map.of(Phase.CONFIRM, Answer.failed("closed", "at night")));
        return new Outcome(id, "trip", Result.CONFIRM_FAILED, Map.of("seat", side));
    }

    private static byte[] json(String id) {
        return TccJson.outcomes().serializer().serialize(TOPIC, outcome(id));
    }

    /** Written before the reading begins. */
    private void written(int partition, String id, long at, byte @Nullable [] value) {
        long offset = ends[partition]++;
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                TOPIC,
                partition,
                offset,
                at,
                TimestampType.CREATE_TIME,
                0,
                0,
                id.getBytes(UTF_8),
                value,
                TextHeaders.none(),
                Optional.empty())));
    }

    private List<OpenRepair> read(Duration timeout) {
        Node node = new Node(0, "localhost", 9092);
        Node[] nodes = {node};
        consumer.updatePartitions(
                TOPIC,
                List.of(
                        new PartitionInfo(TOPIC, 0, node, nodes, nodes),
                        new PartitionInfo(TOPIC, 1, node, nodes, nodes)));
        TopicPartition first = new TopicPartition(TOPIC, 0);
        TopicPartition second = new TopicPartition(TOPIC, 1);
        consumer.updateBeginningOffsets(Map.of(first, 0L, second, 0L));
        consumer.updateEndOffsets(Map.of(first, ends[0], second, ends[1]));
        return new RepairReader(consumer, TOPIC).read(timeout);
    }

    @Test
    @Tag("T25")
    void listsTheOldestFirstWithTheLastAnswers() {
        written(0, "t-2", 2000, json("t-2"));
        written(1, "t-1", 1000, json("t-1"));

        assertThat(read(PATIENCE))
                .containsExactly(
                        new OpenRepair(outcome("t-1"), Instant.ofEpochMilli(1000)),
                        new OpenRepair(outcome("t-2"), Instant.ofEpochMilli(2000)));
    }

    @Test
    @Tag("T25")
    void leavesOutWhatNeedsRepairNoMore() {
        written(0, "t-1", 1000, json("t-1"));
        written(0, "t-2", 2000, json("t-2"));
        written(0, "t-1", 3000, null);

        assertThat(read(PATIENCE)).extracting(open -> open.outcome().id()).containsExactly("t-2");
    }

    @Test
    @Tag("T25")
    void listsWhatWasGivenUpAgainOnceWithItsLastTime() {
        written(0, "t-1", 1000, json("t-1"));
        written(0, "t-1", 2000, null);
        written(0, "t-1", 3000, json("t-1"));

        assertThat(read(PATIENCE)).containsExactly(new OpenRepair(outcome("t-1"), Instant.ofEpochMilli(3000)));
    }

    @Test
    void anEmptyTopicIsAnEmptyList() {
        assertThat(read(PATIENCE)).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchTopic() {
        assertThatThrownBy(() -> new RepairReader(consumer, TOPIC).read(PATIENCE))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining(TOPIC + ", but it does not exist");
    }

    @Test
    void saysWhereWhatItCannotReadIs() {
        written(1, "t-1", 1000, json("t-1"));
        written(1, "t-2", 1000, "{".getBytes(UTF_8));

        assertThatThrownBy(() -> read(PATIENCE))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith(TOPIC + ", partition 1, offset 1: ");
    }

    @Test
    void doesNotWaitForEverForWhatDoesNotCome() {
        ends[0] = 1;

        assertThatThrownBy(() -> read(Duration.ofMillis(50)))
                .isInstanceOf(TimeoutException.class)
                .hasMessage(TOPIC + " could not be read to its end within PT0.05S");
    }
}
