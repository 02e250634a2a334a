/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.internal.worker.RequestHandler;
import dev.skald.internal.worker.RequestHandler.Progress;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The context of one run in a worker. */
record WorkerContext(ParticipantRequest request, String key, Progress progress) implements TccContext {

    /** The functions as the inside of the worker calls them. */
    static <R> RequestHandler handler(ParticipantType<R> type, TccFunctions<R> functions) {
        return (request, record) -> {
            R content = content(type, record);
            String key = record.key() == null ? "" : new String(record.key(), UTF_8);
            return progress -> call(functions, new WorkerContext(request, key, progress), content);
        };
    }

    private static <R> R content(ParticipantType<R> type, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new IllegalArgumentException("expected a request, but the record has no value");
        }
        R content = type.requestSerde().deserializer().deserialize(record.topic(), record.headers(), record.value());
        return requireNonNull(content, "the request, which the serde has read as null");
    }

    private static <R> Answer call(TccFunctions<R> functions, TccContext context, R content) throws Exception {
        return switch (context.phase()) {
            case TRY -> functions.reserve(context, content);
            case CONFIRM -> functions.confirm(context, content);
            case CANCEL -> functions.cancel(context, content);
        };
    }

    @Override
    public String tccId() {
        return request.tccId();
    }

    @Override
    public String tccType() {
        return request.type();
    }

    @Override
    public String side() {
        return request.side();
    }

    @Override
    public Phase phase() {
        return request.phase();
    }

    @Override
    public int attempt() {
        return request.attempt();
    }

    @Override
    public Instant answerBy() {
        return progress.answerBy();
    }

    @Override
    public boolean isStillWanted() {
        return progress.isWanted();
    }

    @Override
    public void stillWorking() {
        progress.stillWorking();
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.ofNullable(request.traceparent());
    }
}
