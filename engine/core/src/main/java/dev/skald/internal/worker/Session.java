/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.internal.participant.FenceEntry;
import dev.skald.internal.participant.FenceKey;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.internal.store.RecordLimit;
import dev.skald.internal.worker.Gate.Verdict;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One membership in the worker's group, from joining to leaving. All of it happens on one thread, except that user's
 * code runs on the pool.
 *
 * <p>A request goes this way: taken from its topic; its turn comes when those before it of the same key are finished;
 * the gate decides; before a try runs, that it was started is committed; it runs; its answer, what the fence remembers
 * and how far the partition is finished are committed together; only then memory changes and the next one of the key
 * has its turn. What ends at the same time is committed together.
 */
final class Session implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration POSITION_TIMEOUT = Duration.ofMillis(500);
    private static final Duration HANDOVER = Duration.ofSeconds(5);
    private static final Duration LEAVE = Duration.ofSeconds(10);
    private static final int MOST_SWEPT = 500;

    private final WorkerSettings settings;
    private final RecordLimit limit;
    private final Gate gate;
    private final Executor pool;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final FenceLoader loader;
    private final ReplyTopics replyTopics;
    private final Inbox inbox;
    private final Outgoing outgoing;
    private final Map<TopicPartition, PartitionWork> works = new HashMap<>();
    private final KeyedQueues<Taken.Order, Taken> queues = new KeyedQueues<>();
    private final Map<Taken.Order, Run> running = new HashMap<>();
    private boolean joined;

    Session(WorkerSettings settings, RecordLimit limit, RequestHandler handler, Executor pool) {
        this.settings = settings;
        this.limit = limit;
        this.gate = new Gate(settings, handler);
        this.pool = pool;
        this.admin = Admin.create(settings.kafka());
        this.consumer = new KafkaConsumer<>(
                ClientConfigs.requests(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.loader = new FenceLoader(settings, admin);
        this.replyTopics = new ReplyTopics(admin);
        this.inbox = new Inbox(consumer::wakeup);
        this.outgoing = new Outgoing(settings, replyTopics);
        consumer.subscribe(Set.of(settings.topics().requests()), this);
    }

    /** Wakes the session's thread up if it waits. May be called on any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    /** Whether it has joined its group and has read the fence of all its partitions. */
    boolean isReady() {
        return joined && works.values().stream().allMatch(PartitionWork::isServing);
    }

    /** Takes what is there, does what can be done, commits what is finished. */
    void turn() {
        poll().forEach(this::take);
        load();
        collect();
        admit();
        Instant now = settings.clock().instant();
        running.values().forEach(run -> run.interruptIfLate(now));
        sweep(now);
        outgoing.commit(consumer.groupMetadata());
        works.values().forEach(this::throttle);
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        boolean messages = inbox.fallAsleep();
        boolean busy = messages || loader.isBusy() || (joined && !isReady()) || outgoing.isDue() || mayAdmit();
        try {
            return consumer.poll(busy ? Duration.ofMillis(1) : POLL);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } finally {
            inbox.awake();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        PartitionWork work = works.get(new TopicPartition(record.topic(), record.partition()));
        if (work == null) {
            return;
        }
        work.offsets().take(record.offset());
        try {
            ParticipantRequest request = ParticipantRequest.read(record.headers());
            if (!replyTopics.exists(request.replyTopic())) {
                throw new IllegalArgumentException(
                        "expected a topic to answer to, but there is none named \"" + request.replyTopic() + "\"");
            }
            FenceKey key = FenceKey.of(Taken.keyOf(record), request.tccId(), request.side());
            if (key.bytes().length > FenceKey.MOST_BYTES) {
                throw new IllegalArgumentException("expected key, agreement and side in %d bytes, but they have %d"
                        .formatted(FenceKey.MOST_BYTES, key.bytes().length));
            }
            Taken taken = new Taken(work, record, request, key);
            queues.add(taken.order(), taken);
            stopTryThatIsCanceled(taken);
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "a request that nobody can answer goes to {}",
                    settings.topics().deadLetters(),
                    e);
            work.offsets().finish(record.offset());
            outgoing.add(new Change(work, List.of(deadLetter(record, e)), null, () -> {}));
        }
    }

    /** The cancel waits until the try has ended, which is of no use any more. */
    private void stopTryThatIsCanceled(Taken taken) {
        Run run = running.get(taken.order());
        if (run != null
                && taken.request().phase() == Phase.CANCEL
                && run.taken().request().phase() == Phase.TRY
                && run.taken().fenceKey().equals(taken.fenceKey())) {
            run.interrupt();
        }
    }

    private void load() {
        for (PartitionWork work : works.values()) {
            if (!work.isServing() && !loader.isLoading(work)) {
                try {
                    work.beginAt(consumer.position(work.requests(), POSITION_TIMEOUT));
                    loader.begin(work);
                } catch (TimeoutException | WakeupException e) {
                    LOG.debug("the position of {} is not known yet", work.requests(), e);
                }
            }
        }
        if (loader.isBusy()) {
            for (PartitionWork work : loader.advance()) {
                work.serve();
                consumer.resume(Set.of(work.requests()));
                LOG.info(
                        "{}: {} entries in its fence",
                        work.requests(),
                        work.fence().size());
            }
        }
    }

    private void collect() {
        for (Inbox.Message message = inbox.next(); message != null; message = inbox.next()) {
            heed(message);
        }
    }

    private void heed(Inbox.Message message) {
        Taken taken = message.run().taken();
        PartitionWork work = taken.work();
        boolean ended = message.answer().kind() != Answer.Kind.WORKING;
        if (ended) {
            work.runEnded();
            running.remove(taken.order(), message.run());
        }
        if (work.isDropped()) {
            return;
        }
        if (ended) {
            FenceEntry entry = work.fence().get(taken.fenceKey());
            settle(taken, gate.after(taken, entry, message.answer()));
        } else {
            outgoing.add(new Change(work, List.of(outgoing.answer(taken, message.answer())), null, () -> {}));
        }
    }

    /** More than the pool can run at once, so that it finds work while what was started is committed. */
    private boolean mayAdmit() {
        return queues.hasReady() && running.size() < 2 * settings.capacity().threads();
    }

    private void admit() {
        while (mayAdmit()) {
            Taken taken = queues.take();
            if (taken == null) {
                return;
            }
            Verdict verdict = gate.judge(taken, taken.work().fence().get(taken.fenceKey()));
            if (verdict instanceof Verdict.Settle settle) {
                settle(taken, settle);
            } else if (verdict instanceof Verdict.Begin begin) {
                begin(taken, begin);
            }
        }
    }

    private void begin(Taken taken, Verdict.Begin begin) {
        PartitionWork work = taken.work();
        Run run = new Run(taken, begin.work(), settings.clock(), inbox);
        work.runBegan();
        running.put(taken.order(), run);
        Optional<FenceEntry> first = begin.first();
        if (first.isEmpty()) {
            pool.execute(run);
            return;
        }
        outgoing.add(new Change(work, List.of(fenceRecord(taken, first.get())), run, () -> {
            work.fence().put(taken.fenceKey(), first.get());
            pool.execute(run);
        }));
    }

    private void settle(Taken taken, Verdict.Settle settle) {
        PartitionWork work = taken.work();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        settle.entry().ifPresent(entry -> records.add(fenceRecord(taken, entry)));
        settle.problem().ifPresent(problem -> records.add(deadLetter(taken.record(), problem)));
        records.add(outgoing.answer(taken, settle.answer()));
        work.offsets().finish(taken.record().offset());
        outgoing.add(new Change(work, records, null, () -> {
            settle.entry().ifPresent(entry -> work.fence().put(taken.fenceKey(), entry));
            if (!work.isRetired()) {
                queues.finish(taken.order());
            }
        }));
    }

    private void sweep(Instant now) {
        Instant bound = now.minus(settings.retention());
        for (PartitionWork work : works.values()) {
            if (work.isServing()) {
                for (FenceKey key : work.fence().takeEndedBefore(bound, MOST_SWEPT)) {
                    outgoing.add(new Change(
                            work,
                            List.of(fenceRecord(work, key, null)),
                            null,
                            () -> work.fence().remove(key)));
                }
            }
        }
    }

    /** A partition of which enough was taken gets no more until half of it is finished. */
    private void throttle(PartitionWork work) {
        int open = work.offsets().open();
        int most = settings.capacity().mostQueued();
        if (!work.isServing()) {
            return;
        }
        if (!work.isThrottled() && open >= most) {
            work.throttle(true);
            consumer.pause(Set.of(work.requests()));
        } else if (work.isThrottled() && open <= most / 2) {
            work.throttle(false);
            consumer.resume(Set.of(work.requests()));
        }
    }

    private static ProducerRecord<byte[], byte[]> fenceRecord(Taken taken, FenceEntry entry) {
        return fenceRecord(taken.work(), taken.fenceKey(), entry.bytes());
    }

    @SuppressWarnings("NullAway") // A tombstone has no value.
    private static ProducerRecord<byte[], byte[]> fenceRecord(
            PartitionWork work, FenceKey key, byte @Nullable [] value) {
        TopicPartition to = work.fenceTopic();
        return new ProducerRecord<>(to.topic(), to.partition(), key.bytes(), value);
    }

    private ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> record, Throwable cause) {
        return DeadLetter.of(settings.topics().deadLetters(), record, cause, limit);
    }

    /** Called while polling. Nothing is taken from a partition until its fence has been read. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        consumer.pause(partitions);
        partitions.forEach(partition -> works.put(
                partition, new PartitionWork(partition, settings.topics().fence())));
    }

    /** Called while polling, and while closing. What runs has a bounded time to end; its answers are committed. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Set<PartitionWork> leaving = leaving(partitions);
        retire(leaving);
        awaitRuns(leaving, HANDOVER, false);
        drop(leaving);
    }

    /** Called while polling. Somebody else has them already. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        drop(leaving(partitions));
    }

    private Set<PartitionWork> leaving(Collection<TopicPartition> partitions) {
        Set<Integer> numbers =
                partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        queues.forget(order -> numbers.contains(order.partition()));
        return works.values().stream()
                .filter(work -> partitions.contains(work.requests()))
                .collect(Collectors.toSet());
    }

    private void drop(Set<PartitionWork> leaving) {
        for (PartitionWork work : leaving) {
            work.drop();
            works.remove(work.requests());
        }
        running.values().removeIf(run -> {
            boolean dropped = run.taken().work().isDropped();
            if (dropped) {
                run.interrupt();
            }
            return dropped;
        });
        outgoing.forgetDropped();
        loader.forgetDropped();
    }

    /** Waits until nothing runs for some partitions, and commits what ends meanwhile. */
    private void awaitRuns(Collection<PartitionWork> some, Duration patience, boolean interruptAtLast) {
        long begun = System.nanoTime();
        long interruptAfter = patience.toNanos() / 4 * 3;
        boolean interrupted = !interruptAtLast;
        while (System.nanoTime() - begun < patience.toNanos()
                && (outgoing.isWaiting() || some.stream().anyMatch(PartitionWork::hasRuns))) {
            Inbox.Message message = inbox.await(outgoing.isDue() ? 1 : 50);
            if (message != null) {
                heed(message);
                collect();
            }
            outgoing.commit(consumer.groupMetadata());
            if (!interrupted && System.nanoTime() - begun > interruptAfter) {
                interrupted = true;
                running.values().forEach(Run::interrupt);
            }
        }
    }

    /** Begins nothing more, and waits for what runs; interrupts it when three quarters of the time have passed. */
    void finish(Duration patience) {
        queues.forget(order -> true);
        Set<PartitionWork> all = Set.copyOf(works.values());
        retire(all);
        awaitRuns(all, patience, true);
    }

    private void retire(Set<PartitionWork> some) {
        some.forEach(PartitionWork::retire);
        for (Run run : outgoing.beginNothing(PartitionWork::isRetired)) {
            run.taken().work().runEnded();
            running.remove(run.taken().order(), run);
        }
    }

    @Override
    public void close() {
        drop(Set.copyOf(works.values()));
        try (admin;
                loader) {
            consumer.close(CloseOptions.timeout(LEAVE));
        } finally {
            outgoing.close();
        }
    }
}
