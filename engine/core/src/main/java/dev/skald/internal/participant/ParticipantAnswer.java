/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.participant;

import static dev.skald.internal.model.TextHeaders.add;
import static dev.skald.internal.model.TextHeaders.getOr;
import static dev.skald.internal.model.TextHeaders.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.HeaderNames;
import dev.skald.internal.model.TextHeaders;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a participant answers, as a record: its key is the agreement's id, its value the reason for people.
 *
 * @param side the name of the side that answers
 * @param phase what it was asked for
 * @param attempt at which attempt
 * @param answer what it says
 */
public record ParticipantAnswer(String side, Phase phase, int attempt, Answer answer) {

    /** The answer to a request. */
    public static ParticipantAnswer to(ParticipantRequest request, Answer answer) {
        return new ParticipantAnswer(request.side(), request.phase(), request.attempt(), answer);
    }

    /** The record's headers. */
    public Headers headers() {
        Headers headers = TextHeaders.none();
        add(headers, HeaderNames.TCC_SIDE, side);
        add(headers, HeaderNames.TCC_PHASE, phase.text());
        add(headers, HeaderNames.TCC_ATTEMPT, Integer.toString(attempt));
        add(headers, HeaderNames.TCC_ANSWER, answer.kind().text());
        if (!answer.code().isEmpty()) {
            add(headers, HeaderNames.CODE, answer.code());
        }
        return headers;
    }

    /** The record's value. */
    public byte[] value() {
        return answer.reason().getBytes(UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException saying what is missing or malformed
     */
    public static ParticipantAnswer read(Headers headers, byte @Nullable [] value) {
        return new ParticipantAnswer(
                require(headers, HeaderNames.TCC_SIDE),
                Phase.parse(require(headers, HeaderNames.TCC_PHASE)),
                Integer.parseInt(require(headers, HeaderNames.TCC_ATTEMPT)),
                new Answer(
                        Answer.Kind.parse(require(headers, HeaderNames.TCC_ANSWER)),
                        getOr(headers, HeaderNames.CODE, ""),
                        value == null ? "" : new String(value, UTF_8)));
    }
}
