/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.internal.instance.Instances;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** What becomes of a record that could not be handled: it is kept and told of, and its instance is loaded anew. */
public final class Unhandled {

    private final Instances<?, ?> instances;
    private final DeadLetters deadLetters;
    private final Telemetry telemetry;

    /** Creates what keeps the records of one task. */
    public Unhandled(Instances<?, ?> instances, DeadLetters deadLetters, Telemetry telemetry) {
        this.instances = instances;
        this.deadLetters = deadLetters;
        this.telemetry = telemetry;
    }

    /**
     * Keeps a record.
     *
     * @param instanceId the instance, as far as it is known; else empty
     */
    public void keep(Record<byte[], byte[]> record, RecordMetadata position, String instanceId, Throwable cause) {
        OptionalLong revision = instances.forget(instanceId);
        deadLetters.send(record, position, cause);
        telemetry.meters().deadLetter();
        telemetry.log().deadLettered(instanceId, revision, position, cause);
    }
}
