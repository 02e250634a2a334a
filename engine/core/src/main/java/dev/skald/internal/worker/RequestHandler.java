/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.tcc.Answer;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a worker does with a request once the fence lets it pass. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Reads a request. Called on the worker's own thread, so it must not block.
     *
     * @throws RuntimeException if the request cannot be read
     */
    Work read(ParticipantRequest request, ConsumerRecord<byte[], byte[]> record);

    /** A request that was read. */
    @FunctionalInterface
    interface Work {

        /** Does what is asked. Called at most once, on a thread of the pool; may block. */
        Answer perform(Progress progress) throws Exception;
    }

    /** What the user's code may know and say while it runs. Safe for use by several threads. */
    interface Progress {

        /** Until when an answer is waited for. */
        Instant answerBy();

        /** Whether the answer will still be of use. */
        boolean isWanted();

        /** Says that it takes longer; the time to answer begins anew. */
        void stillWorking();
    }
}
