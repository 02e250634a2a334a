/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.evolution.GoldenFiles;
import dev.skald.serdes.evolution.GoldenFormat;
import dev.skald.serdes.evolution.Upcasters;
import dev.skald.serdes.registry.CompatibilityLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFilesTest {

    sealed interface Event {}

    record Opened(@Nullable String owner) implements Event {}

    record Deposited(long cents) implements Event {}

    private static final JsonSerde<Event> PLAIN = JsonSerde.of(Event.class);

    @TempDir
    private Path directory;

    @AfterEach
    void stopRecording() {
        System.clearProperty(GoldenFiles.RECORD);
    }

    private GoldenFiles<Event> files(JsonSerde<Event> serde) {
        return GoldenFiles.of(Event.class, JsonGoldenFormat.of(serde), directory)
                .sample("opened", new Opened("Ann"))
                .sample("deposited", new Deposited(5));
    }

    private void recorded() {
        System.setProperty(GoldenFiles.RECORD, "true");
        files(PLAIN).check();
        stopRecording();
    }

    private void file(String name, String json) throws IOException {
        Files.writeString(directory.resolve(name), json + "\n");
    }

    @Test
    void aFormThatIsNotRecordedFailsUntilItIs() throws IOException {
        assertThatThrownBy(() -> files(PLAIN).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("opened is not recorded")
                .hasMessageContaining("-Dskald.golden.record=true and commit deposited.1.json");
        assertThat(directory).isEmptyDirectory();

        recorded();

        assertThat(directory.resolve("opened.1.json")).hasContent("{\"type\":\"Opened\",\"owner\":\"Ann\"}");
        assertThatCode(() -> files(PLAIN).check()).doesNotThrowAnyException();
    }

    @Test
    void aChangeOfTheFormIsNoticedAndRecordedBesideTheOldOne() {
        recorded();
        JsonSerde<Event> changed = JsonSerde.builder(Event.class)
                .upcasters(Upcasters.builder().upcast("Opened", 1, old -> old).build())
                .build();

        assertThatThrownBy(() -> files(changed).check())
                .hasMessageContaining("opened is no longer stored as")
                .hasMessageContaining("\"version\":2")
                .hasMessageContaining("opened.2.json");
        System.setProperty(GoldenFiles.RECORD, "true");
        files(changed).check();
        stopRecording();

        assertThat(directory.resolve("opened.1.json")).hasContent("{\"type\":\"Opened\",\"owner\":\"Ann\"}");
        assertThatCode(() -> files(changed).check()).doesNotThrowAnyException();
        assertThatThrownBy(() -> files(PLAIN).check()).hasMessageContaining("opened.2 can no longer be read");
    }

    @Test
    void anEarlierFormThatCannotBeReadFailsAlsoWhileRecording() throws IOException {
        file("deposited.1.json", "{\"type\":\"PaidIn\",\"cents\":5}");
        System.setProperty(GoldenFiles.RECORD, "true");

        assertThatThrownBy(() -> files(PLAIN).check())
                .hasMessageContaining("deposited.1 can no longer be read")
                .hasMessageContaining("PaidIn");
    }

    @Test
    void anEarlierFormThatMeansSomethingElseFailsUnlessThatIsSaid() throws IOException {
        recorded();
        file("opened.1.json", "{\"type\":\"Opened\",\"name\":\"Ann\"}");
        file("opened.2.json", "{\"type\":\"Opened\",\"owner\":\"Ann\"}");

        assertThatThrownBy(() -> files(PLAIN).check())
                .hasMessageContaining("opened.1: expected Opened[owner=Ann], but it is read as Opened[owner=null]");
        assertThatCode(() -> files(PLAIN).reads("opened", 1, new Opened(null)).check())
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsNoLongerWrittenStillNeedsAMeaning() throws IOException {
        recorded();
        file("gift.1.json", "{\"type\":\"Deposited\",\"cents\":7}");

        assertThatThrownBy(() -> files(PLAIN).check())
                .hasMessageContaining("gift.1 is read as Deposited[cents=7], but nothing says what is expected");
        assertThatCode(() -> files(PLAIN).reads("gift", 1, new Deposited(7)).check())
                .doesNotThrowAnyException();
    }

    @Test
    void everyPermittedTypeNeedsASample() {
        assertThatThrownBy(() -> GoldenFiles.of(Event.class, GoldenFormat.text(PLAIN), directory)
                        .sample("opened", new Opened("Ann"))
                        .check())
                .hasMessageContaining("expected a sample of dev.skald.serdes.json.GoldenFilesTest$Deposited");
    }

    @Test
    void filesWithOtherNamesAreRefused() throws IOException {
        file("opened.json", "{}");

        assertThatThrownBy(() -> files(PLAIN).check()).hasMessageContaining("expected <sample>.<form>.json");
    }

    @Test
    void forwardCompatibilityMeansThatNothingIsTakenAway() throws IOException {
        recorded();
        file("opened.1.json", "{\"type\":\"Opened\",\"owner\":\"Ann\",\"since\":{\"year\":2020}}");
        file("opened.2.json", "{\"type\":\"Opened\",\"owner\":\"Ann\"}");
        file("deposited.1.json", "{\"type\":\"Deposited\",\"cents\":5,\"more\":[]}");
        file("deposited.2.json", "{\"type\":\"Deposited\",\"cents\":5,\"more\":[]}");
        file("deposited.3.json", "{\"type\":\"Deposited\",\"cents\":5}");

        assertThatCode(() ->
                        files(PLAIN).compatible(CompatibilityLevel.BACKWARD).check())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> files(PLAIN)
                        .compatible(CompatibilityLevel.FULL_TRANSITIVE)
                        .check())
                .hasMessageContaining("opened: expected FULL_TRANSITIVE, but earlier code expects OBJECT at /since,")
                .hasMessageContaining("earlier code expects ARRAY at /more, where now MISSING is written");
    }
}
