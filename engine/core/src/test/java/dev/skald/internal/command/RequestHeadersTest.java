/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.Cause;
import dev.skald.ExpectedRevision;
import dev.skald.HeaderNames;
import dev.skald.Reply;
import dev.skald.internal.model.TextHeaders;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadersTest {

    private static final byte[] KEY = "a-1".getBytes(UTF_8);

    private static Request read(Headers headers) {
        return CommandHeaders.read(KEY, headers, CommandHeaders.commandId(headers, () -> "topic-0-17"));
    }

    @Test
    void aRequestSurvivesTheRoundTrip() {
        List<Request> requests = List.of(
                new Request(
                        Request.Kind.COMMAND,
                        "a-1",
                        "c-1",
                        new Cause("c-1", "conversation", "00-trace-span-01"),
                        ExpectedRevision.exactly(4),
                        RevisionRange.ALL),
                Request.query(Request.Kind.STATE, "a-1", "q-1", new RevisionRange(0, 3)),
                Request.query(Request.Kind.HISTORY, "a-1", "q-2", new RevisionRange(5, RevisionRange.OPEN)));
        for (Request request : requests) {
            Headers headers = TextHeaders.none();
            CommandHeaders.write(headers, request, new ReplyAddress("client", 3));

            assertThat(read(headers)).isEqualTo(request);
            assertThat(CommandHeaders.replyAddress(headers)).isEqualTo(new ReplyAddress("client", 3));
        }
    }

    @Test
    void aPlainRecordIsACommandWithAnIdFromItsPlace() {
        Request request = read(TextHeaders.none());

        assertThat(request.kind()).isEqualTo(Request.Kind.COMMAND);
        assertThat(request.commandId()).isEqualTo("topic-0-17");
        assertThat(request.cause()).isEqualTo(Cause.root("topic-0-17"));
        assertThat(request.expected()).isEqualTo(ExpectedRevision.any());
        assertThat(CommandHeaders.replyAddress(TextHeaders.none())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        HeaderNames.REQUEST + ", delete",
        HeaderNames.EXPECTED_REVISION + ", three",
        HeaderNames.REVISION_RANGE + ", -",
        HeaderNames.REVISION_RANGE + ", 1-x",
        HeaderNames.COMMAND_ID + ", ''",
    })
    void malformedHeadersAreNamed(String name, String value) {
        Headers headers = TextHeaders.none();
        TextHeaders.add(headers, name, value);

        assertThatThrownBy(() -> read(headers)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void repliesSurviveTheRoundTrip() {
        for (Reply reply : List.of(
                new Reply.Accepted(3, 5),
                new Reply.Accepted(3, 3),
                new Reply.Rejected("no-funds", "expected 5 €, but there is 1 €"),
                new Reply.Conflict(ExpectedRevision.mustNotExist(), 9),
                new Reply.Failed("java.lang.IllegalStateException", ""))) {
            Headers headers = TextHeaders.none();
            byte[] value = ReplyHeaders.write(headers, reply);

            assertThat(ReplyHeaders.read(headers, value)).isEqualTo(reply);
        }
    }

    @Test
    void aReasonOfAnyLengthFitsIntoAReply() {
        Headers headers = TextHeaders.none();
        byte[] value = ReplyHeaders.write(headers, new Reply.Rejected("code", "x".repeat(5_000_000)));

        assertThat(value).hasSizeLessThan(10_000);
    }
}
