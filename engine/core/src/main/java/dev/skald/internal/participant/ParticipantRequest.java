/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.participant;

import static dev.skald.internal.model.TextHeaders.add;
import static dev.skald.internal.model.TextHeaders.addIfPresent;
import static dev.skald.internal.model.TextHeaders.get;
import static dev.skald.internal.model.TextHeaders.getOr;
import static dev.skald.internal.model.TextHeaders.require;

import dev.skald.Cause;
import dev.skald.HeaderNames;
import dev.skald.InstanceId;
import dev.skald.internal.model.TextHeaders;
import dev.skald.tcc.Phase;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a participant is asked, as far as the record's headers say it; the record's key says what about, and its value
 * is the request in the participant's serde.
 *
 * @param tccId the agreement
 * @param type its type
 * @param side the name of the side that is asked
 * @param phase what for
 * @param attempt the number of the attempt, from 1
 * @param replyTopic where the answer goes
 * @param answerBy until when it is waited for
 * @param traceparent the W3C trace context, passed on
 */
public record ParticipantRequest(
        String tccId,
        String type,
        String side,
        Phase phase,
        int attempt,
        String replyTopic,
        Instant answerBy,
        @Nullable String traceparent) {

    /** The topic that a participant is asked through: it belongs to the participant, whoever asks. */
    public static String topic(String participant) {
        return participant + "-tcc-requests";
    }

    /**
     * What a side of an agreement does or says as the cause of events: always the same for the same, in the
     * conversation of the agreement.
     */
    public static Cause cause(String tccId, String side, String what, @Nullable String traceparent) {
        String message = tccId + "/" + side + "/" + what;
        int most = Cause.MAX_ID_CHARACTERS;
        String id = message.length() <= most ? message : message.substring(message.length() - most);
        return new Cause(id, tccId, traceparent);
    }

    /** As headers of a record. */
    public Headers headers() {
        Headers headers = TextHeaders.none();
        add(headers, HeaderNames.TCC_ID, tccId);
        add(headers, HeaderNames.TCC_TYPE, type);
        add(headers, HeaderNames.TCC_SIDE, side);
        add(headers, HeaderNames.TCC_PHASE, phase.text());
        add(headers, HeaderNames.TCC_ATTEMPT, Integer.toString(attempt));
        add(headers, HeaderNames.TCC_REPLY_TOPIC, replyTopic);
        add(headers, HeaderNames.TCC_ANSWER_BY, Long.toString(answerBy.toEpochMilli()));
        addIfPresent(headers, HeaderNames.TRACEPARENT, traceparent);
        return headers;
    }

    /**
     * Reads the headers of a record.
     *
     * @throws IllegalArgumentException saying what is missing or malformed
     */
    public static ParticipantRequest read(Headers headers) {
        return new ParticipantRequest(
                InstanceId.check(require(headers, HeaderNames.TCC_ID)),
                getOr(headers, HeaderNames.TCC_TYPE, ""),
                require(headers, HeaderNames.TCC_SIDE),
                Phase.parse(require(headers, HeaderNames.TCC_PHASE)),
                Integer.parseInt(getOr(headers, HeaderNames.TCC_ATTEMPT, "1")),
                require(headers, HeaderNames.TCC_REPLY_TOPIC),
                answerBy(headers),
                get(headers, HeaderNames.TRACEPARENT));
    }

    private static Instant answerBy(Headers headers) {
        String millis = get(headers, HeaderNames.TCC_ANSWER_BY);
        return millis == null ? Instant.MAX : Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
