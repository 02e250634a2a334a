/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * The metrics of one aggregate in one task, in Kafka's own registry, group {@value #GROUP}.
 *
 * <p>Counts come as {@code -rate} (per second) and {@code -total}, times as {@code -avg} and {@code -max} in
 * milliseconds.
 */
public final class Meters implements AutoCloseable {

    static final String GROUP = "skald-metrics";

    private final StreamsMetrics metrics;
    private final String prefix;
    private final Map<String, String> tags;
    private final List<Sensor> sensors = new ArrayList<>();

    private final Sensor accepted;
    private final Sensor repeated;
    private final Sensor rejected;
    private final Sensor conflicts;
    private final Sensor failed;
    private final Sensor queries;
    private final Sensor deadLetters;
    private final Sensor events;
    private final Sensor snapshots;
    private final Sensor snapshotsIgnored;
    private final Sensor snapshotsFailed;
    private final Sensor cacheHits;
    private final Sensor decide;
    private final Sensor load;
    private final Sensor commit;

    Meters(String aggregate, ProcessorContext<?, ?> context) {
        this.metrics = context.metrics();
        this.prefix = "skald." + aggregate + "." + context.taskId() + ".";
        this.tags = new LinkedHashMap<>();
        tags.put("application-id", context.applicationId());
        tags.put("aggregate", aggregate);
        tags.put("partition", Integer.toString(context.taskId().partition()));
        accepted = count("commands-accepted", "commands that were carried out");
        repeated = count("commands-repeated", "commands that were answered with their earlier outcome");
        rejected = count("commands-rejected", "commands that the rules refused");
        conflicts = count("commands-conflict", "commands that expected another revision");
        failed = count("commands-failed", "commands that could not be handled");
        queries = count("queries", "requests for state or history");
        deadLetters = count("dead-letters", "records that went to the dead-letter topic");
        events = count("events", "events recorded");
        snapshots = count("snapshots", "snapshots taken");
        snapshotsIgnored = count("snapshots-ignored", "snapshots that could not be used");
        snapshotsFailed = count("snapshots-failed", "snapshots that were due but could not be taken");
        cacheHits = count("cache-hits", "instances found in memory");
        decide = time("decide-time", "deciding a command");
        load = time("load-time", "loading an instance that is not in memory");
        commit = time("commit-cost", "committing the Kafka transaction when Skald asks for it");
    }

    private Sensor count(String name, String what) {
        Sensor sensor = sensor(name);
        sensor.add(name(name + "-rate", "The number of " + what + ", per second"), new Rate());
        sensor.add(name(name + "-total", "The number of " + what), new CumulativeSum());
        return sensor;
    }

    private Sensor time(String name, String what) {
        Sensor sensor = sensor(name);
        sensor.add(name(name + "-avg", "The average time of " + what + ", in milliseconds"), new Avg());
        sensor.add(name(name + "-max", "The longest time of " + what + ", in milliseconds"), new Max());
        return sensor;
    }

    private Sensor sensor(String name) {
        Sensor sensor = metrics.addSensor(prefix + name, RecordingLevel.INFO);
        sensors.add(sensor);
        return sensor;
    }

    private MetricName name(String name, String description) {
        return new MetricName(name, GROUP, description, tags);
    }

    /** A command was answered. */
    public void outcome(Reply reply, boolean again) {
        if (again) {
            repeated.record();
        } else if (reply instanceof Reply.Accepted) {
            accepted.record();
        } else if (reply instanceof Reply.Rejected) {
            rejected.record();
        } else if (reply instanceof Reply.Conflict) {
            conflicts.record();
        } else {
            failed.record();
        }
    }

    /** A request for state or history was answered. */
    public void query() {
        queries.record();
    }

    /** A record went to the dead letters. */
    public void deadLetter() {
        deadLetters.record();
    }

    void decided(long tookNanos) {
        decide.record(millis(tookNanos));
    }

    void committed(long tookNanos) {
        commit.record(millis(tookNanos));
    }

    void cacheHit() {
        cacheHits.record();
    }

    void loaded(long tookNanos) {
        load.record(millis(tookNanos));
    }

    void snapshotIgnored() {
        snapshotsIgnored.record();
    }

    void snapshotTaken() {
        snapshots.record();
    }

    void snapshotFailed() {
        snapshotsFailed.record();
    }

    void recorded(long count) {
        events.record((double) count);
    }

    @Override
    public void close() {
        sensors.forEach(metrics::removeSensor);
    }

    private static double millis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
