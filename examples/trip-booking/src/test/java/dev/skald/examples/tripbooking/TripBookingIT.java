/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.testing.ForkedJvm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, as it is typed. */
class TripBookingIT {

    private static final List<String> CHECKS = List.of(
            "checked: nothing was ever oversold",
            "checked: nothing is held",
            "checked: every trip is whole or nothing",
            "checked: every trip has an outcome that needs no repair");

    /** What a run has printed, and how it ended. */
    private record Run(int exitCode, String out, String complaints) {

        long figure(String name) {
            Matcher line = Pattern.compile("^ *" + name + " +([0-9,]+)", Pattern.MULTILINE)
                    .matcher(out);
            return line.find() ? Long.parseLong(line.group(1).replace(",", "")) : 0;
        }
    }

    private static Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        TripBooking booking =
                new TripBooking(new PrintStream(out, true, UTF_8), new PrintStream(complaints, true, UTF_8), false);
        int exitCode = booking.execute(arguments);
        return new Run(exitCode, out.toString(UTF_8), complaints.toString(UTF_8));
    }

    @Test
    @Tag("T14")
    @Tag("T15")
    void everyTripIsWholeOrNothingThoughAProcessIsKilled() {
        Run run = run("--bookings", "400", "--in-flight", "100", "--kills", "1");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("kill -9 of process").contains(CHECKS);
        assertThat(run.complaints()).doesNotContain("DIFFERENT");
        assertThat(run.figure("trips asked for")).isEqualTo(400);
        assertThat(run.figure("confirmed")).as(run.out()).isBetween(1L, 399L);
        assertThat(run.figure("confirmed") + run.figure("refused, and cancelled"))
                .as(run.out())
                .isEqualTo(400);
        assertThat(run.figure("processes killed")).isEqualTo(1);
    }

    @Test
    @Tag("T12")
    void aRunThatIsAskedToStopStopsInOrderAndTheNextOneGoesOn(@TempDir Path data) throws Exception {
        Path output = data.resolve("output");
        String[] trips = {"--data", data.toString(), "--bookings", "300", "--processes", "1", "--kills", "0"};
        List<String> slowly = Stream.concat(Stream.of(trips), Stream.of("--seed", "7", "--in-flight", "1"))
                .toList();
        try (ForkedJvm booking = ForkedJvm.start(output, TripBooking.class, List.of("-Xmx512m"), slowly)) {
            while (!Files.readString(output).contains("over: ")) {
                assertThat(booking.endsWithin(Duration.ofMillis(50)))
                        .as(booking.endOfOutput())
                        .isFalse();
            }
            booking.stop(Duration.ofSeconds(45));
        }
        assertThat(Files.readString(output))
                .contains("stopped before all trips were asked for")
                .contains(CHECKS)
                .doesNotContain("DIFFERENT");

        Run next = run(trips);
        assertThat(next.exitCode()).as(next.toString()).isZero();
        assertThat(next.out()).contains("seed 7: 300 trips").contains(CHECKS);
        assertThat(next.figure("trips asked for")).isEqualTo(300);

        Run other = run("--data", data.toString(), "--bookings", "301");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.complaints()).contains("expected --seed 7 --bookings 300");
    }

    @Test
    void helpTellsTheOptionsAndErrorsTellWhatIsWrong() {
        Run help = run("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("Usage: trip-booking")
                .contains("--bookings", "--seed", "--processes", "--kills", "--in-flight", "--data")
                .contains("Exit codes:");

        Run unknown = run("--unknown");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.complaints()).contains("Unknown option: '--unknown'");

        Run none = run("--bookings", "0");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.complaints()).contains("expected 1 or more bookings, but they are 0");
    }
}
