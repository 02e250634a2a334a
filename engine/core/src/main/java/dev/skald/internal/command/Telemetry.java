/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.internal.instance.InstanceObserver;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** What the engine tells of its instances: to the metrics, and to the log. */
public final class Telemetry implements InstanceObserver, AutoCloseable {

    private final Meters meters;
    private final EngineLog log;

    private Telemetry(Meters meters, EngineLog log) {
        this.meters = meters;
        this.log = log;
    }

    /** Opens what tells of one aggregate in one task. */
    public static Telemetry of(String aggregate, ProcessorContext<?, ?> context) {
        return new Telemetry(new Meters(aggregate, context), new EngineLog(aggregate));
    }

    /** The metrics. */
    public Meters meters() {
        return meters;
    }

    /** The log. */
    public EngineLog log() {
        return log;
    }

    @Override
    public void close() {
        meters.close();
    }

    @Override
    public void cacheHit() {
        meters.cacheHit();
    }

    @Override
    public void loaded(String instanceId, long revision, long tookNanos) {
        meters.loaded(tookNanos);
        log.loaded(instanceId, revision);
    }

    @Override
    public void snapshotIgnored(String instanceId, String reason) {
        meters.snapshotIgnored();
        log.snapshotIgnored(instanceId, reason);
    }

    @Override
    public void snapshotTaken(String instanceId, long revision) {
        meters.snapshotTaken();
        log.snapshotTaken(instanceId, revision);
    }

    @Override
    public void snapshotFailed(String instanceId, long revision, RuntimeException cause) {
        meters.snapshotFailed();
        log.snapshotFailed(instanceId, revision, cause);
    }

    @Override
    public void saved(String instanceId, long revisionBefore, long revisionAfter) {
        meters.recorded(revisionAfter - revisionBefore);
        log.saved(instanceId, revisionBefore, revisionAfter);
    }

    @Override
    public void notSaved(String instanceId, long revision) {
        log.notSaved(instanceId, revision);
    }

    @Override
    public void completed(String instanceId, long revision) {
        log.completed(instanceId, revision);
    }
}
