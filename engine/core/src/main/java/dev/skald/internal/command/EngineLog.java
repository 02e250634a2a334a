/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The structured log of what happens to instances: one word as the message, the facts as key-value pairs.
 *
 * <p>What happens all the time is at debug level; what somebody should look at is at warn.
 */
public final class EngineLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.skald.engine");

    private final String aggregate;

    EngineLog(String aggregate) {
        this.aggregate = aggregate;
    }

    void saved(String instanceId, long revisionBefore, long revisionAfter) {
        if (LOG.isDebugEnabled()) {
            at(Level.DEBUG, instanceId)
                    .addKeyValue("revisionBefore", revisionBefore)
                    .addKeyValue("revisionAfter", revisionAfter)
                    .log(revisionBefore == 0 ? "created" : "saved");
        }
    }

    void notSaved(String instanceId, long revision) {
        unchanged(instanceId, revision, "not_saved");
    }

    void completed(String instanceId, long revision) {
        unchanged(instanceId, revision, "completed");
    }

    void notFound(String instanceId) {
        unchanged(instanceId, 0, "not_found");
    }

    private void unchanged(String instanceId, long revision, String event) {
        if (LOG.isDebugEnabled()) {
            at(Level.DEBUG, instanceId)
                    .addKeyValue("revisionBefore", revision)
                    .addKeyValue("revisionAfter", revision)
                    .log(event);
        }
    }

    /** A record went to the dead letters; the revision is that of the instance, if it is known. */
    public void deadLettered(String instanceId, OptionalLong revision, RecordMetadata position, Throwable cause) {
        LoggingEventBuilder builder = at(Level.WARN, instanceId);
        if (revision.isPresent()) {
            builder = builder.addKeyValue("revisionBefore", revision.getAsLong())
                    .addKeyValue("revisionAfter", revision.getAsLong());
        }
        builder.addKeyValue("topic", position.topic())
                .addKeyValue("partition", position.partition())
                .addKeyValue("offset", position.offset())
                .addKeyValue("cause", cause.toString())
                .log("dead_lettered");
    }

    /** An instance whose time has come could not be handled. */
    public void notWoken(String instanceId, OptionalLong revision, RuntimeException cause) {
        at(Level.ERROR, instanceId)
                .addKeyValue("revision", revision.orElse(-1))
                .addKeyValue("cause", cause.toString())
                .log("not_woken");
    }

    void snapshotIgnored(String instanceId, String reason) {
        at(Level.WARN, instanceId).addKeyValue("reason", reason).log("snapshot_ignored");
    }

    void snapshotFailed(String instanceId, long revision, RuntimeException cause) {
        at(Level.WARN, instanceId)
                .addKeyValue("revision", revision)
                .addKeyValue("cause", cause.toString())
                .log("snapshot_failed");
    }

    void snapshotTaken(String instanceId, long revision) {
        if (LOG.isDebugEnabled()) {
            at(Level.DEBUG, instanceId).addKeyValue("revision", revision).log("snapshot_taken");
        }
    }

    void loaded(String instanceId, long revision) {
        if (LOG.isTraceEnabled()) {
            at(Level.TRACE, instanceId).addKeyValue("revision", revision).log("loaded");
        }
    }

    private LoggingEventBuilder at(Level level, String instanceId) {
        return LOG.atLevel(level).addKeyValue("aggregate", aggregate).addKeyValue("instance", instanceId);
    }
}
