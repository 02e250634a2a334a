/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.internal.participant.ParticipantAnswer;
import dev.skald.tcc.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes into the next Kafka transaction. What could not be committed stays, and is tried again with what has come
 * since: a result of the user's code is never lost because a broker was away.
 */
final class Outgoing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);
    private static final long LEAST_DELAY_NANOS = 20_000_000;
    private static final int MOST_DOUBLINGS = 6;

    private final WorkerTopics topics;
    private final ReplyTopics replyTopics;
    private final TransactionWriter writer;
    private final List<Change> changes = new ArrayList<>();
    private int failures;
    private long notBefore = System.nanoTime();

    Outgoing(WorkerSettings settings, ReplyTopics replyTopics) {
        this.topics = settings.topics();
        this.replyTopics = replyTopics;
        this.writer = new TransactionWriter(settings);
    }

    void add(Change change) {
        changes.add(change);
    }

    /** Whether there is something to be committed. */
    boolean isWaiting() {
        return !changes.isEmpty();
    }

    /** Whether there is, and it may be tried now. */
    boolean isDue() {
        return isWaiting() && System.nanoTime() - notBefore >= 0;
    }

    /** The record of an answer. */
    ProducerRecord<byte[], byte[]> answer(Taken taken, Answer answer) {
        ParticipantAnswer said = ParticipantAnswer.to(taken.request(), answer);
        return new ProducerRecord<>(
                taken.request().replyTopic(),
                null,
                taken.request().tccId().getBytes(UTF_8),
                said.value(),
                said.headers());
    }

    /** Takes out what would begin a run in some partitions; returns these runs. */
    List<Run> beginNothing(Predicate<PartitionWork> partitions) {
        List<Run> abandoned = new ArrayList<>();
        changes.removeIf(change -> {
            Run run = change.begins();
            if (run == null || !partitions.test(change.work())) {
                return false;
            }
            abandoned.add(run);
            return true;
        });
        return abandoned;
    }

    /** Forgets what belongs to partitions that somebody else has now. */
    void forgetDropped() {
        changes.removeIf(change -> change.work().isDropped());
    }

    /** Commits everything, if there is something and it may be tried now. */
    void commit(ConsumerGroupMetadata group) {
        if (!isDue()) {
            return;
        }
        try {
            writer.commit(records(), offsets(), group);
        } catch (RuntimeException e) {
            if (Failures.needHelp(e)) {
                throw e;
            }
            postpone(e);
            return;
        }
        failures = 0;
        List<Change> committed = List.copyOf(changes);
        changes.clear();
        committed.forEach(change -> change.whenCommitted().run());
    }

    private void postpone(RuntimeException cause) {
        LOG.warn("{} results of {} are not committed yet, and will be tried again", changes.size(), topics, cause);
        notBefore = System.nanoTime() + (LEAST_DELAY_NANOS << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        replyTopics.forget();
    }

    private List<ProducerRecord<byte[], byte[]>> records() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Change change : changes) {
            for (ProducerRecord<byte[], byte[]> record : change.records()) {
                if (isOwn(record.topic()) || replyTopics.exists(record.topic())) {
                    records.add(record);
                } else {
                    LOG.error("an answer is lost: the topic {} that it was to go to was deleted", record.topic());
                }
            }
        }
        return records;
    }

    private boolean isOwn(String topic) {
        return topic.equals(topics.fence()) || topic.equals(topics.deadLetters());
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (Change change : changes) {
            PartitionWork work = change.work();
            offsets.put(work.requests(), new OffsetAndMetadata(work.offsets().position()));
        }
        return offsets;
    }

    @Override
    public void close() {
        writer.close();
    }
}
