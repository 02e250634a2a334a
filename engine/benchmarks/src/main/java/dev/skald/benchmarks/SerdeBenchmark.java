/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skald.benchmarks.generated.Channel;
import dev.skald.benchmarks.generated.Line;
import dev.skald.serdes.avro.AvroSerde;
import dev.skald.serdes.json.JsonSerde;
import dev.skald.serdes.registry.SchemaRegistries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.serialization.Serde;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What the serdes cost: Avro for a plain record against Avro's own code for a generated class, which reuses its encoder
 * and decoder and has no schema id to write, and JSON against Jackson's plain mapper.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SerdeBenchmark {

    private static final String TOPIC = "payments";

    private final Payment payment = Payment.sample();
    private final dev.skald.benchmarks.generated.Payment generated = generated(payment);
    private final Serde<Payment> avro =
            AvroSerde.of(Payment.class).with(SchemaRegistries.from(Map.of(SchemaRegistries.URL, "mock://benchmark")));
    private final byte[] avroBytes = avro.serializer().serialize(TOPIC, payment);
    private final byte[] bodyBytes = Arrays.copyOfRange(avroBytes, 5, avroBytes.length);
    private final SpecificDatumWriter<dev.skald.benchmarks.generated.Payment> specificWriter =
            new SpecificDatumWriter<>(dev.skald.benchmarks.generated.Payment.class);
    private final SpecificDatumReader<dev.skald.benchmarks.generated.Payment> specificReader =
            new SpecificDatumReader<>(dev.skald.benchmarks.generated.Payment.class);
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(stream, null);
    private final BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bodyBytes, null);
    private final Serde<Payment> json = JsonSerde.of(Payment.class);
    private final ObjectMapper jackson = new ObjectMapper();
    private final byte[] jsonBytes = json.serializer().serialize(TOPIC, payment);

    /** Runs the measurement. {@code --quick} gives a short run that only shows that it works. */
    public static void main(String[] arguments) throws RunnerException {
        boolean quick = Arrays.asList(arguments).contains("--quick");
        var options = new OptionsBuilder()
                .include(SerdeBenchmark.class.getName())
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 1 : 3)
                .measurementIterations(quick ? 1 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=dev.skald.benchmarks.generated")
                .build();
        Map<String, Double> medians = new TreeMap<>();
        for (RunResult result : new Runner(options).run()) {
            medians.put(
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getStatistics().getPercentile(50));
        }
        print("write Avro", medians, "avroWrite", "specificWrite");
        print("read Avro", medians, "avroRead", "specificRead");
        print("write JSON", medians, "jsonWrite", "jacksonWrite");
        print("read JSON", medians, "jsonRead", "jacksonRead");
    }

    private static void print(String what, Map<String, Double> medians, String ours, String theirs) {
        double own = medians.getOrDefault(ours, Double.NaN);
        double other = medians.getOrDefault(theirs, Double.NaN);
        System.out.printf(Locale.ROOT, "%-10s  %6.0f ns  against %6.0f ns  = %.2f%n", what, own, other, own / other);
    }

    private static dev.skald.benchmarks.generated.Payment generated(Payment payment) {
        return new dev.skald.benchmarks.generated.Payment(
                payment.id(),
                payment.account(),
                payment.cents(),
                payment.at(),
                payment.rate(),
                payment.urgent(),
                Channel.valueOf(payment.channel().name()),
                payment.note(),
                payment.lines().stream()
                        .map(line -> new Line(line.text(), line.quantity(), line.cents()))
                        .toList());
    }

    /** Ours. */
    @Benchmark
    public byte[] avroWrite() {
        return avro.serializer().serialize(TOPIC, payment);
    }

    /** Avro's. */
    @Benchmark
    public byte[] specificWrite() throws IOException {
        stream.reset();
        specificWriter.write(generated, EncoderFactory.get().binaryEncoder(stream, encoder));
        encoder.flush();
        return stream.toByteArray();
    }

    /** Ours. */
    @Benchmark
    public Object avroRead() {
        return avro.deserializer().deserialize(TOPIC, avroBytes);
    }

    /** Avro's. */
    @Benchmark
    public Object specificRead() throws IOException {
        return specificReader.read(null, DecoderFactory.get().binaryDecoder(bodyBytes, decoder));
    }

    /** Ours. */
    @Benchmark
    public byte[] jsonWrite() {
        return json.serializer().serialize(TOPIC, payment);
    }

    /** Jackson's. */
    @Benchmark
    public byte[] jacksonWrite() throws IOException {
        return jackson.writeValueAsBytes(payment);
    }

    /** Ours. */
    @Benchmark
    public Object jsonRead() {
        return json.deserializer().deserialize(TOPIC, jsonBytes);
    }

    /** Jackson's. */
    @Benchmark
    public Object jacksonRead() throws IOException {
        return jackson.readValue(jsonBytes, Payment.class);
    }
}
