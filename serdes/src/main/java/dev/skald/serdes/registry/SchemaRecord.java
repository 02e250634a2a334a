/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The form of a version in the topic: key <code>{"subject":"loans-value","version":2}</code>, value <code>
 * {"id":7,"schema":"…"}</code>, both JSON in UTF-8. Fields that are not known are left alone.
 */
final class SchemaRecord {

    private static final JsonMapper MAPPER = new JsonMapper();

    private SchemaRecord() {}

    static ProducerRecord<byte[], byte[]> write(String topic, RegisteredSchema registered) {
        JsonNode key = JsonNodeFactory.instance
                .objectNode()
                .put("subject", registered.subject())
                .put("version", registered.version());
        JsonNode value = JsonNodeFactory.instance
                .objectNode()
                .put("id", registered.id())
                .put("schema", registered.schema().toString());
        return new ProducerRecord<>(
                topic, 0, key.toString().getBytes(UTF_8), value.toString().getBytes(UTF_8));
    }

    /**
     * Reads a version.
     *
     * @throws IllegalArgumentException if the record is none
     */
    static RegisteredSchema read(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            throw new IllegalArgumentException("expected a key and a value, but one of them is null");
        }
        try {
            JsonNode key = MAPPER.readTree(record.key());
            JsonNode value = MAPPER.readTree(record.value());
            String schema = require(value, "schema").asText();
            Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
            return new RegisteredSchema(
                    require(key, "subject").asText(),
                    number(key, "version"),
                    number(value, "id"),
                    parser.parse(schema));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected JSON, but: " + e.getOriginalMessage(), e);
        } catch (AvroRuntimeException e) {
            throw new IllegalArgumentException("expected an Avro schema, but: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("no input, no output", e);
        }
    }

    private static JsonNode require(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isValueNode()) {
            throw new IllegalArgumentException("expected a field %s, but there is none".formatted(field));
        }
        return value;
    }

    private static int number(JsonNode node, String field) {
        JsonNode value = require(node, field);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw new IllegalArgumentException(
                    "expected %s to be a whole number from 1 on, but it is %s".formatted(field, value));
        }
        return value.intValue();
    }
}
