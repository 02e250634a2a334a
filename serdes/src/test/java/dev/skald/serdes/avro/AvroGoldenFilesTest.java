/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.Default;
import dev.skald.serdes.Name;
import dev.skald.serdes.evolution.GoldenFiles;
import dev.skald.serdes.evolution.Upcasters;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.Subject;
import dev.skald.serdes.registry.CompatibilityLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroGoldenFilesTest {

    sealed interface Event {}

    @Name("bank.Opened")
    record Opened(String owner, Optional<Instant> at) implements Event {}

    @Name("bank.Deposited")
    record Deposited(long cents, @Default("EUR") String currency) implements Event {}

    @Name("bank.Closed")
    enum Closed implements Event {
        BY_OWNER
    }

    private static final String DEPOSITED = """
            {
              "schema" : {
                "type" : "record",
                "name" : "Deposited",
                "namespace" : "bank",
                "fields" : [
                  {
                    "name" : "cents",
                    "type" : "long"
                  },
                  {
                    "name" : "currency",
                    "type" : "string",
                    "default" : "EUR"
                  }
                ]
              },
              "value" : {
                "cents" : 5,
                "currency" : "USD"
              }
            }""";

    private static final String FIRST_DEPOSITED = """
            {"schema": {"type": "record", "name": "bank.Deposited", "fields": [{"name": "cents", "type": "int"}]},
             "value": {"cents": 5}}""";

    private static final AvroSerde<Event> PLAIN = AvroSerde.of(Event.class);

    @TempDir
    private Path directory;

    @AfterEach
    void stopRecording() {
        System.clearProperty(GoldenFiles.RECORD);
    }

    private GoldenFiles<Event> files(AvroSerde<Event> serde) {
        return GoldenFiles.of(Event.class, AvroGoldenFormat.of(serde), directory)
                .sample("opened", new Opened("Ann", Optional.of(Instant.EPOCH)))
                .sample("deposited", new Deposited(5, "USD"))
                .sample("closed", Closed.BY_OWNER);
    }

    private void recorded() {
        System.setProperty(GoldenFiles.RECORD, "true");
        files(PLAIN).check();
        stopRecording();
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text + "\n");
    }

    @Test
    void aFileHasTheSchemaAndTheValue() throws IOException {
        assertThatThrownBy(() -> files(PLAIN).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("opened is not recorded")
                .hasMessageContaining("-Dskald.golden.record=true and commit deposited.1.avro.json");

        recorded();

        assertThat(Files.readString(directory.resolve("deposited.1.avro.json"))).isEqualTo(DEPOSITED + "\n");
        assertThat(directory.resolve("opened.1.avro.json")).content().contains("\"long\" : 0");
        assertThat(directory.resolve("closed.1.avro.json")).content().contains("\"value\" : \"BY_OWNER\"");
        assertThatCode(() -> files(PLAIN)
                        .compatible(CompatibilityLevel.FULL_TRANSITIVE)
                        .check())
                .doesNotThrowAnyException();
    }

    @Test
    void endsOfLinesMayBeThoseOfWindows() throws IOException {
        recorded();
        file("deposited.1.avro.json", DEPOSITED.replace("\n", "\r\n"));

        assertThatCode(() -> files(PLAIN).check()).doesNotThrowAnyException();
    }

    @Test
    void aChangeOfTheFormIsNoticedAndRecordedBesideTheOldOne() throws IOException {
        file("deposited.1.avro.json", FIRST_DEPOSITED);
        AvroSerde<Event> changed = PLAIN.upcasters(Upcasters.builder()
                .upcast("bank.Deposited", 1, old -> old.with("currency", "USD"))
                .build());

        assertThatThrownBy(() -> files(changed).check())
                .hasMessageContaining("deposited is no longer stored as")
                .hasMessageContaining("\"version\" : 2")
                .hasMessageContaining("deposited.2.avro.json");
        System.setProperty(GoldenFiles.RECORD, "true");
        files(changed).check();
        stopRecording();

        assertThat(directory.resolve("deposited.1.avro.json")).hasContent(FIRST_DEPOSITED);
        assertThatCode(() -> files(changed).check()).doesNotThrowAnyException();
    }

    @Test
    void anEarlierFormThatMeansSomethingElseFailsUnlessThatIsSaid() throws IOException {
        recorded();
        file("deposited.1.avro.json", FIRST_DEPOSITED);
        file("deposited.2.avro.json", DEPOSITED);

        assertThatThrownBy(() -> files(PLAIN).check())
                .hasMessageContaining("deposited.1: expected Deposited[cents=5, currency=USD],"
                        + " but it is read as Deposited[cents=5, currency=EUR]");
        assertThatCode(() -> files(PLAIN)
                        .reads("deposited", 1, new Deposited(5, "EUR"))
                        .compatible(CompatibilityLevel.BACKWARD_TRANSITIVE)
                        .check())
                .doesNotThrowAnyException();
    }

    @Test
    void anEarlierFormThatCannotBeReadFails() throws IOException {
        recorded();
        file("gone.1.avro.json", FIRST_DEPOSITED.replace("bank.Deposited", "bank.PaidIn"));
        file("odd.1.avro.json", FIRST_DEPOSITED.replace("\"cents\": 5", "\"cents\": \"many\""));
        file("empty.1.avro.json", "{}");
        file("torn.1.avro.json", FIRST_DEPOSITED.substring(0, 50));

        assertThatThrownBy(() -> files(PLAIN).check())
                .hasMessageContaining("gone.1 can no longer be read")
                .hasMessageContaining("bank.PaidIn")
                .hasMessageContaining("odd.1 can no longer be read: expected Avro's JSON of the file's schema")
                .hasMessageContaining("empty.1 can no longer be read: expected the fields schema and value")
                .hasMessageContaining("torn.1 can no longer be read: expected a schema and a value");
    }

    @Test
    void compatibilityIsThatOfTheSchemas() throws IOException {
        recorded();
        file("deposited.1.avro.json", FIRST_DEPOSITED);
        file("deposited.2.avro.json", FIRST_DEPOSITED.replace("\"int\"", "\"long\""));
        file("deposited.3.avro.json", DEPOSITED);
        GoldenFiles<Event> files = files(PLAIN)
                .reads("deposited", 1, new Deposited(5, "EUR"))
                .reads("deposited", 2, new Deposited(5, "EUR"));

        assertThatCode(() ->
                        files.compatible(CompatibilityLevel.BACKWARD_TRANSITIVE).check())
                .doesNotThrowAnyException();
        assertThatCode(() -> files.compatible(CompatibilityLevel.FULL).check()).doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        files.compatible(CompatibilityLevel.FULL_TRANSITIVE).check())
                .hasMessageContaining("deposited: expected FULL_TRANSITIVE, but an earlier schema cannot read what the"
                        + " new one writes: TYPE_MISMATCH at /fields/0/type");
    }

    record Person(@Subject String id, @Personal String name) {}

    @Test
    void personalFieldsAreTheSameEachTime() {
        GoldenFiles<Person> files = GoldenFiles.of(
                        Person.class,
                        AvroGoldenFormat.of(AvroSerde.of(Person.class, FieldCipher.repeatable("p-1"))),
                        directory)
                .sample("person", new Person("p-1", "Ann"));
        System.setProperty(GoldenFiles.RECORD, "true");
        files.check();
        stopRecording();

        assertThatCode(files::check).doesNotThrowAnyException();
        assertThat(directory.resolve("person.1.avro.json"))
                .content()
                .contains("\"personal:1:")
                .doesNotContain("Ann");
    }
}
