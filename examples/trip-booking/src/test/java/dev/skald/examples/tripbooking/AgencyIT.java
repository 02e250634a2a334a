/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skald.RecordedEvent;
import dev.skald.examples.tripbooking.Flight.Schedule;
import dev.skald.examples.tripbooking.Flight.Seats;
import dev.skald.examples.tripbooking.Garage.Equip;
import dev.skald.examples.tripbooking.Hotel.Open;
import dev.skald.examples.tripbooking.Hotel.Stay;
import dev.skald.examples.tripbooking.RentalDesk.Cars;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TccWorker;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Phase;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccFailedException;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two trips, one after the other, seen closely. */
@ExtendWith(EmbeddedKafkaExtension.class)
class AgencyIT {

    private static Trip trip(String id, int travellers) {
        return new Trip(id, "LH454", "Ritz", "Joe", new Seats(travellers), new Stay(1, 3), new Cars(1));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void oneTripFindsWhatItNeedsAndTheNextDoesNot(EmbeddedKafka kafka, @TempDir Path directory) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "state.dir", directory.toString());
        try (RunningApplication running = Agency.application().start(config).awaitRunning(Duration.ofMinutes(2));
                SkaldClient client = SkaldClient.of(Agency.ID)
                        .bootstrapServers(kafka.bootstrapServers())
                        .timeout(Duration.ofMinutes(2))
                        .connect();
                TccWorker desk = RentalDesk.open(client, kafka.bootstrapServers())) {
            client.sendAndWait(Flight.TYPE, "LH454", new Schedule(3)).orElseThrow();
            client.sendAndWait(Hotel.TYPE, "Ritz", new Open(10)).orElseThrow();
            client.sendAndWait(Garage.TYPE, "Joe", new Equip(10)).orElseThrow();

            desk.awaitRunning(Duration.ofMinutes(2));

            Outcome outcome = client.tcc().orchestrate(trip("trip-1", 2).request());

            assertThat(outcome.isConfirmed()).isTrue();
            assertThat(get(client.state(Flight.TYPE, "LH454")).state().sold()).isEqualTo(Map.of("trip-1", 2));

            TccFailedException failed = catchThrowableOfType(
                    TccFailedException.class,
                    () -> client.tcc().orchestrate(trip("trip-2", 2).request()));

            assertThat(failed.phase()).isEqualTo(Phase.TRY);
            assertThat(failed.failed()).containsExactly("flights");
            assertThat(failed.causes(Phase.TRY).get("flights"))
                    .isEqualTo(Answer.failed("sold-out", "expected 2 free seats, but there are 1"));

            // Whoever comes back later asks for the outcome, or has a look while it goes on.
            assertThat(get(client.tcc().outcome("trip-1")).isConfirmed()).isTrue();
            Outcome status = get(client.tcc().status("trip-2"));
            assertThat(status.tryFailed()).containsExactly("flights");
            assertThat(status.cancelFailed()).isEmpty();

            List<RecordedEvent<TccEvent>> log = get(client.tcc().log("trip-2"));
            assertThat(log)
                    .extracting(each -> each.event().getClass().getSimpleName())
                    .startsWith("Started", "Asked");
        }
    }
}
