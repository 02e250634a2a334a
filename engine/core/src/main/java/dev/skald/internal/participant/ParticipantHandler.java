/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.participant;

import static dev.skald.internal.instance.Guard.rules;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.skald.BrokenHistoryException;
import dev.skald.Cause;
import dev.skald.Decision;
import dev.skald.ForeignSnapshotException;
import dev.skald.HandlingException;
import dev.skald.InstanceId;
import dev.skald.UnitOfWork;
import dev.skald.internal.instance.Instances;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Fence;
import dev.skald.tcc.Fence.Admission;
import dev.skald.tcc.Phase;
import dev.skald.tcc.TccParticipant;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what an aggregate is asked as one participant: the fence first, then the rules.
 *
 * <p>Events, the fence's entry and the answer are in one Kafka transaction: the rules take effect once, however often a
 * request comes.
 */
public final class ParticipantHandler<S, E> {

    private static final Logger LOG = LoggerFactory.getLogger("dev.skald.tcc");

    private final AggregateParticipant<S, ?, E> participant;
    private final Instances<S, E> instances;
    private final Answers answers;
    private final FenceStore fence;
    private final ProcessorContext<?, ?> context;

    /** Where answers go. */
    @FunctionalInterface
    public interface Answers {

        /** Writes the answer to a request. */
        void answer(ParticipantRequest request, Answer answer);
    }

    ParticipantHandler(
            AggregateParticipant<S, ?, E> participant,
            Instances<S, E> instances,
            Answers answers,
            FenceStore fence,
            ProcessorContext<?, ?> context) {
        this.participant = participant;
        this.instances = instances;
        this.answers = answers;
        this.fence = fence;
        this.context = context;
    }

    /**
     * The key of a request's record.
     *
     * @throws HandlingException if it has none
     */
    public byte[] key(Record<byte[], byte[]> record) {
        if (record.key() == null) {
            throw new HandlingException(new IllegalArgumentException(
                    "expected what the request is about as the record's key, but it is null"));
        }
        return record.key();
    }

    /**
     * Handles a request and answers it.
     *
     * @throws HandlingException if the record is no request that could be answered by the rules
     */
    public void handle(Record<byte[], byte[]> record, RecordMetadata position) {
        ParticipantRequest request = rules(() -> ParticipantRequest.read(record.headers()), "the request's headers");
        answers.answer(request, answer(request, record, position));
    }

    /** Tells the asker of a record that could not be handled, as far as the record says who that is. */
    public void answerUnreadable(Record<byte[], byte[]> record, Throwable cause) {
        try {
            ParticipantRequest request = ParticipantRequest.read(record.headers());
            answers.answer(request, Answer.failed("unreadable", String.valueOf(cause.getMessage())));
        } catch (IllegalArgumentException e) {
            LOG.warn("a request to {} does not say whom to answer: {}", participant.name(), e.getMessage());
        }
    }

    private Answer answer(ParticipantRequest request, Record<byte[], byte[]> record, RecordMetadata position) {
        String instanceId = rules(() -> InstanceId.check(new String(key(record), UTF_8)), "the instance's id");
        FenceKey key = FenceKey.of(key(record), request.tccId(), request.side());
        FenceEntry entry = fence.get(key);
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        if (entry == null && request.phase() == Phase.TRY && fence.mayHaveForgotten(request.answerBy(), now)) {
            return Answer.failed(
                    "too-late", "expected a try before %s, but it is %s".formatted(request.answerBy(), now));
        }
        Fence.Status status = entry == null ? Fence.Status.NEVER_SEEN : entry.status();
        Admission admission =
                Fence.admit(request.phase(), status, participant.rules().hasEffectsOutside());
        if (admission instanceof Admission.Refuse refuse) {
            return refuse.answer();
        } else if (admission instanceof Admission.Repeat) {
            return requireNonNull(entry, "an earlier answer").earlier(request.phase());
        } else if (admission instanceof Admission.Settle settle) {
            fence.put(key, next(entry, request.phase(), settle.status(), settle.answer(), now));
            return settle.answer();
        }
        Answer answer = run(request, instanceId, record, position);
        Fence.after(request.phase(), answer)
                .ifPresent(come -> fence.put(key, next(entry, request.phase(), come, answer, now)));
        return answer;
    }

    private static FenceEntry next(
            @Nullable FenceEntry entry, Phase phase, Fence.Status status, Answer answer, Instant now) {
        return entry == null || phase == Phase.TRY
                ? new FenceEntry(status, phase == Phase.TRY ? answer : Answer.done(), now)
                : entry.come(status, now);
    }

    /** The user's rules. What they throw is an answer: the request is asked again, or the try has failed. */
    private Answer run(
            ParticipantRequest request, String instanceId, Record<byte[], byte[]> record, RecordMetadata position) {
        try {
            return decide(participant, request, instanceId, record, position);
        } catch (HandlingException e) {
            return thrown(request, instanceId, requireNonNull(e.getCause()));
        } catch (BrokenHistoryException | ForeignSnapshotException e) {
            return thrown(request, instanceId, e);
        }
    }

    private <R> Answer decide(
            AggregateParticipant<S, R, E> asked,
            ParticipantRequest request,
            String instanceId,
            Record<byte[], byte[]> record,
            RecordMetadata position) {
        Headers headers = record.headers();
        R body = rules(
                () -> asked.serde().deserializer().deserialize(position.topic(), headers, record.value()),
                "the request's deserializer");
        Cause cause = ParticipantRequest.cause(
                request.tccId(), request.side(), request.phase().text(), request.traceparent());
        UnitOfWork<S, E> work = instances.begin(instanceId, cause);
        TccParticipant<S, R, E> rules = asked.rules();
        Decision<E> decision = rules(
                () -> switch (request.phase()) {
                    case TRY -> rules.reserve(work.state(), request.tccId(), body);
                    case CONFIRM -> rules.confirm(work.state(), request.tccId(), body);
                    case CANCEL -> rules.cancel(work.state(), request.tccId(), body);
                },
                request.phase().text());
        if (decision instanceof Decision.Rejected<E> rejected) {
            return Answer.failed(rejected.code(), rejected.reason());
        }
        for (E event : ((Decision.Accepted<E>) decision).events()) {
            work.record(event);
        }
        work.save();
        return Answer.done();
    }

    private Answer thrown(ParticipantRequest request, String instanceId, Throwable cause) {
        instances.forget(instanceId);
        LOG.warn(
                "{} of TCC {} at {} {} could not be handled",
                request.phase().text(),
                request.tccId(),
                participant.name(),
                instanceId,
                cause);
        String reason = String.valueOf(cause.getMessage());
        String code = cause.getClass().getName();
        return request.phase() == Phase.TRY ? Answer.failed(code, reason) : Answer.retry(code, reason);
    }
}
