/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.TccContext;
import dev.skald.kafka.TccFunctions;
import dev.skald.kafka.TccWorker;
import dev.skald.tcc.Answer;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.ForkedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A participant that does what its request says: words such as {@code reserve:fail} or {@code confirm:hang-once}. It
 * writes down what it did, in memory or in a file.
 */
final class Notary implements TccFunctions<String> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final List<String> calls = new CopyOnWriteArrayList<>();

    /** What {@code wait} waits for. */
    final CountDownLatch gate = new CountDownLatch(1);

    private final Path file;

    Notary() {
        this(null);
    }

    private Notary(Path file) {
        this.file = file;
    }

    static ParticipantType<String> type(int partitions) {
        return type("notary-" + UUID.randomUUID().toString().substring(0, 8), partitions);
    }

    private static ParticipantType<String> type(String name, int partitions) {
        return ParticipantType.named(name, serde()).withPartitions(partitions);
    }

    private static Serde<String> serde() {
        Deserializer<String> strings = new StringDeserializer();
        return Serdes.serdeFrom(new StringSerializer(), (topic, data) -> {
            String text = strings.deserialize(topic, data);
            if (text.startsWith("garbage")) {
                throw new SerializationException("expected words, but it is " + text);
            }
            return text;
        });
    }

    TccWorker start(EmbeddedKafka kafka, ParticipantType<String> type) {
        return start(kafka, type, builder -> builder);
    }

    TccWorker start(EmbeddedKafka kafka, ParticipantType<String> type, UnaryOperator<TccWorker.Builder> settings) {
        return settings.apply(TccWorker.of(type, this).bootstrapServers(kafka.bootstrapServers()))
                .start()
                .awaitRunning(PATIENCE);
    }

    @Override
    public Answer reserve(TccContext context, String request) throws Exception {
        return act("reserve", context, request);
    }

    @Override
    public Answer confirm(TccContext context, String request) throws Exception {
        return act("confirm", context, request);
    }

    @Override
    public Answer cancel(TccContext context, String request) throws Exception {
        return act("cancel", context, request);
    }

    private Answer act(String phase, TccContext context, String request) throws Exception {
        String call = phase + " " + context.tccId();
        boolean before = isKnown(call);
        write(call);
        if (request.contains(phase + ":fail")) {
            return Answer.failed("no-seal", "the notary has no seal");
        } else if ((request.contains(phase + ":throw-once") && !before) || request.contains(phase + ":throw-always")) {
            throw new IllegalStateException("the seal broke");
        } else if (request.contains(phase + ":wait")) {
            awaitGate(call);
        } else if (request.contains(phase + ":hang-once") && !before) {
            Thread.sleep(PATIENCE.toMillis());
        } else if (request.contains(phase + ":slow")) {
            context.stillWorking();
            gate.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
        return Answer.done();
    }

    private void awaitGate(String call) throws InterruptedException {
        try {
            gate.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            calls.add("end of " + call);
        } catch (InterruptedException e) {
            calls.add("interrupted " + call);
            throw e;
        }
    }

    private boolean isKnown(String call) {
        return file == null ? calls.contains(call) : written(file).contains(call);
    }

    private void write(String call) {
        if (file == null) {
            calls.add(call);
            return;
        }
        try {
            Files.writeString(file, call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a notary of that file has done, in all its lives. */
    static List<String> written(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a notary in a process of its own. */
    static ForkedJvm fork(EmbeddedKafka kafka, ParticipantType<String> type, Path file) {
        return ForkedJvm.start(
                file.resolveSibling(file.getFileName() + ".log"),
                Notary.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(kafka.bootstrapServers(), type.name(), Integer.toString(type.partitions()), file.toString()));
    }

    /** Runs until it is told to end. */
    public static void main(String[] arguments) {
        ForkedJvm.endWithParent();
        ParticipantType<String> type = type(arguments[1], Integer.parseInt(arguments[2]));
        TccWorker worker = TccWorker.of(type, new Notary(Path.of(arguments[3])))
                .bootstrapServers(arguments[0])
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        worker.awaitStop();
    }
}
