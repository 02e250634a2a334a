/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

/** A stream thread is simulated: time passes as it says, and its commits take as long as it says. */
class CommitPacerTest {

    private static final TopicPartition PARTITION = new TopicPartition("commands", 0);
    private static final TopicPartition OTHER = new TopicPartition("commands", 1);

    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    private final List<Long> costs = new ArrayList<>();
    private long nanos = 1;
    private long offset;
    private final CommitPacer pacer = new CommitPacer(() -> nanos);
    private final CommitPacer.Task task = new CommitPacer.Task(context, costs::add);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** One poll that fetches so many records, each processed in so long. */
    private void pollAndProcess(int records, Duration each) {
        pacer.fetched(PARTITION, offset + records - 1);
        for (int i = 0; i < records; i++) {
            pass(each);
            pacer.processed(PARTITION, offset++, task);
        }
    }

    /** What Streams does after processing: commits if asked to, then runs punctuators that are due. */
    private boolean commitIfRequested(Duration cost) {
        if (!context.committed()) {
            return false;
        }
        context.resetCommit();
        pass(cost);
        List<MockProcessorContext.CapturedPunctuator> due = context.scheduledPunctuators();
        due.get(due.size() - 1).getPunctuator().punctuate(0);
        return true;
    }

    @Test
    void anIdleThreadCommitsEachCommandAtOnce() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(3));
            pollAndProcess(1, Duration.ofNanos(50_000));
            assertThat(commitIfRequested(Duration.ofMillis(5)))
                    .as("command %d", i)
                    .isTrue();
        }
        assertThat(costs).hasSize(100).allMatch(cost -> cost == 5_000_000);
    }

    @Test
    void oneSlowCommitDoesNotDelayTheNext() {
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofMillis(3));
            pollAndProcess(1, Duration.ofNanos(50_000));
            commitIfRequested(Duration.ofMillis(4));
        }
        pass(Duration.ofMillis(3));
        pollAndProcess(1, Duration.ofNanos(50_000));
        commitIfRequested(Duration.ofMillis(90));
        pass(Duration.ofMillis(1));
        pollAndProcess(1, Duration.ofNanos(50_000));

        assertThat(context.committed()).isTrue();
    }

    @Test
    void aBusyThreadSpendsLittleOfItsTimeOnCommits() {
        long started = nanos;
        int commits = 0;
        for (int i = 0; i < 2000; i++) {
            pollAndProcess(500, Duration.ofNanos(20_000));
            if (commitIfRequested(Duration.ofMillis(5))) {
                commits++;
            }
        }
        double share = commits * 5e6 / (nanos - started);
        assertThat(commits).isPositive();
        assertThat(share).isBetween(0.01, 0.06);
    }

    @Test
    void nothingIsCommittedWhileSomeOfTheFetchedRecordsWait() {
        pacer.fetched(PARTITION, 0);
        pacer.fetched(OTHER, 0);
        pacer.processed(PARTITION, 0, task);
        assertThat(context.committed()).isFalse();

        pacer.processed(OTHER, 0, task);
        assertThat(context.committed()).isTrue();
    }

    @Test
    void aPartitionThatIsTakenAwayIsNotWaitedFor() {
        pacer.fetched(PARTITION, 0);
        pacer.fetched(OTHER, 5);
        pacer.closed(OTHER, new CommitPacer.Task(new MockProcessorContext<>(), cost -> {}));
        pacer.processed(PARTITION, 0, task);

        assertThat(context.committed()).isTrue();
    }

    /** Streams commits nothing if a task asks that has nothing to commit, and lets no task act for another. */
    @Test
    void onlyTheTaskThatProcessedLastAsks() {
        MockProcessorContext<Void, Void> another = new MockProcessorContext<>();
        while (true) {
            pollAndProcess(500, Duration.ofNanos(20_000));
            if (!commitIfRequested(Duration.ofMillis(5))) {
                break;
            }
        }
        pacer.fetched(OTHER, 0);
        CommitPacer.Task last = new CommitPacer.Task(another, costs::add);
        pacer.processed(OTHER, 0, last);
        pass(Duration.ofMillis(5));
        pacer.tick(task);
        assertThat(another.committed()).isFalse();
        assertThat(context.committed()).isFalse();

        pacer.tick(last);
        assertThat(another.committed()).isTrue();
    }

    @Test
    void whatHadToWaitIsCommittedWhenTheInputFallsSilent() {
        while (true) {
            pollAndProcess(500, Duration.ofNanos(20_000));
            if (!commitIfRequested(Duration.ofMillis(5))) {
                break;
            }
        }
        pacer.tick(task);
        assertThat(context.committed()).as("more may come at any moment").isFalse();

        pass(Duration.ofMillis(5));
        pacer.tick(task);
        assertThat(context.committed()).isTrue();
        context.resetCommit();

        pass(Duration.ofSeconds(1));
        pacer.tick(task);
        assertThat(context.committed()).as("there is nothing left to commit").isFalse();
    }
}
