/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skald.serdes.evolution.GoldenFiles;
import dev.skald.serdes.evolution.GoldenFormat;
import dev.skald.serdes.registry.CompatibilityLevel;
import dev.skald.serdes.registry.InMemorySchemaRegistry;
import dev.skald.serdes.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;

/**
 * Golden files of Avro: the schema that a value was written with, and the value in Avro's JSON encoding, so that they
 * are text. No registry is needed, for the files bring the schemas.
 *
 * <p>Of a sealed interface a file has the schema of the value's own record, as if subjects were named after records: a
 * new event does not change the form of the others. Compatibility is that of these schemas by Avro's rules, as a
 * registry tells it.
 *
 * @param <T> the type of the values
 */
public final class AvroGoldenFormat<T> implements GoldenFormat<T> {

    private static final String SCHEMA = "schema";
    private static final String VALUE = "value";
    private static final int ID = 1;
    private static final int HEADER = 5;

    private final JsonMapper mapper = new JsonMapper();
    private final ObjectWriter printer = mapper.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));
    private final SchemaRegistry registry = new InMemorySchemaRegistry(CompatibilityLevel.NONE);
    private final AvroSerde<T> serde;

    private AvroGoldenFormat(AvroSerde<T> serde) {
        this.serde = serde.with(registry);
    }

    /** The format of a serde; if it has a registry, that is not asked. */
    public static <T> AvroGoldenFormat<T> of(AvroSerde<T> serde) {
        return new AvroGoldenFormat<>(serde);
    }

    @Override
    public String extension() {
        return "avro.json";
    }

    @Override
    public String write(T value) {
        byte[] bytes = serde.serializer().serialize(GoldenFiles.TOPIC, value);
        Schema written = registry.schemaOf(ByteBuffer.wrap(bytes).getInt(ID));
        try {
            BytesDecoder in = new BytesDecoder(bytes, HEADER, bytes.length);
            Object datum = new GenericDatumReader<>(written).read(null, in);
            Schema own = written.getType() == Schema.Type.UNION
                    ? written.getTypes().get(GenericData.get().resolveUnion(written, datum))
                    : written;
            ObjectNode file = mapper.createObjectNode();
            file.set(SCHEMA, mapper.readTree(own.toString()));
            file.set(VALUE, mapper.readTree(json(own, datum)));
            return printer.writeValueAsString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a value that Avro can write as JSON, but: " + e, e);
        }
    }

    private static byte[] json(Schema schema, Object datum) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, out);
        new GenericDatumWriter<>(schema).write(datum, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    @Override
    public T read(String text) {
        JsonNode file = parse(text);
        Schema written = schema(file);
        BytesEncoder out = new BytesEncoder(256);
        out.writeByte(Writing.MAGIC);
        out.writeBigEndian(registry.register(GoldenFiles.TOPIC, written));
        try {
            String value = file.path(VALUE).toString();
            Object datum = new GenericDatumReader<>(written)
                    .read(null, DecoderFactory.get().jsonDecoder(written, value));
            new GenericDatumWriter<>(written).write(datum, out);
        } catch (IOException | AvroRuntimeException e) {
            throw new IllegalArgumentException("expected Avro's JSON of the file's schema, but: " + e.getMessage(), e);
        }
        return serde.deserializer().deserialize(GoldenFiles.TOPIC, out.toByteArray());
    }

    @Override
    public List<String> incompatibilities(CompatibilityLevel level, List<String> earlier, String now) {
        List<Schema> before = earlier.stream().map(text -> schema(parse(text))).toList();
        return level.check(schema(parse(now)), before).messages();
    }

    private static Schema schema(JsonNode file) {
        if (!file.has(SCHEMA) || !file.has(VALUE)) {
            throw new IllegalArgumentException("expected the fields %s and %s".formatted(SCHEMA, VALUE));
        }
        return new Schema.Parser().parse(file.path(SCHEMA).toString());
    }

    private JsonNode parse(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected a schema and a value, but: " + e.getOriginalMessage(), e);
        }
    }
}
