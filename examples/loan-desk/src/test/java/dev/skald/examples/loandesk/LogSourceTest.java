/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.examples.loandesk.LoanApplication.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LogSourceTest {

    private static final String LINE =
            "{\"application\":\"173688\",\"activity\":\"A_SUBMITTED\",\"lifecycle\":\"COMPLETE\","
                    + "\"at\":\"2011-10-01T00:38:44.546+02:00\",\"resource\":\"112\",\"amount\":20000}\n";

    private static final LogRecord RECORD = new LogRecord(
            "173688", "A_SUBMITTED", "COMPLETE", Instant.parse("2011-09-30T22:38:44.546Z"), "112", 20_000L);

    private static LogSource source(byte[] bytes) throws IOException {
        return LogSource.stream(new ByteArrayInputStream(bytes));
    }

    @Test
    void jsonLinesAreReadPlainAndPacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((LINE + "\n" + LINE).getBytes(UTF_8));
        }
        for (byte[] bytes : new byte[][] {(LINE + "\n" + LINE).getBytes(UTF_8), packed.toByteArray()}) {
            try (LogSource source = source(bytes)) {
                assertThat(source.next()).isEqualTo(RECORD);
                assertThat(source.next()).isEqualTo(RECORD);
                assertThat(source.lineNumber()).isEqualTo(3);
                assertThat(source.next()).isNull();
            }
        }
    }

    @Test
    void anEmptyInputHasNoRecords() throws Exception {
        try (LogSource source = source(new byte[0])) {
            assertThat(source.next()).isNull();
        }
    }

    @Test
    void aLineThatIsNoRecordIsToldAndTheNextIsRead() throws Exception {
        String[] malformed = {
            "nonsense",
            "[]",
            "{}",
            LINE.replace("A_SUBMITTED", "A_UNHEARD_OF"),
            LINE.replace("2011-10-01T00:38:44.546+02:00", "yesterday"),
            LINE.replace(",\"amount\":20000", ""),
            LINE.replace("20000", "\"much\""),
            LINE.replace("A_SUBMITTED", "W_Leads").replace("COMPLETE", "PAUSE")
        };
        for (String line : malformed) {
            try (LogSource source = source((line.strip() + "\n" + LINE).getBytes(UTF_8))) {
                assertThatThrownBy(source::next).as(line).isInstanceOf(MalformedRecordException.class);
                assertThat(source.lineNumber()).isEqualTo(1);
                assertThat(source.next()).isEqualTo(RECORD);
            }
        }
    }

    @Test
    void theSampleHoldsTheFirst500Applications() throws Exception {
        Expectation expectation = new Expectation();
        Set<String> approved = new HashSet<>();
        try (LogSource source = LogSource.sample()) {
            for (LogRecord record = source.next(); record != null; record = source.next()) {
                String id = record.application();
                expectation.command(id, record.command(expectation.nextNumber(id)));
                if (record.activity().equals("A_APPROVED")) {
                    approved.add(id);
                }
            }
            assertThat(source.fractionRead()).hasValue(1.0);
        }
        Map<Status, Long> statuses = expectation.applications().values().stream()
                .collect(
                        Collectors.groupingBy(application -> application.state().status(), Collectors.counting()));

        assertThat(expectation.applications()).hasSize(500);
        assertThat(expectation.records()).isEqualTo(11_409);
        assertThat(expectation.rejectedByCode()).isEqualTo(Map.of("not-started", 45L));
        assertThat(statuses).isEqualTo(Map.of(Status.APPROVED, 111L, Status.DECLINED, 276L, Status.CANCELLED, 113L));
        assertThat(approved).hasSize(111);
    }
}
