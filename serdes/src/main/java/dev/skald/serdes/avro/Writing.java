/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static dev.skald.serdes.avro.AvroSettings.LATEST_STRICT;

import dev.skald.serdes.personal.PersonalKeysException;
import dev.skald.serdes.registry.RegisteredSchema;
import dev.skald.serdes.registry.RegistryFailureException;
import dev.skald.serdes.registry.RegistryUnavailableException;
import dev.skald.serdes.registry.RegistryUnreachableException;
import dev.skald.serdes.registry.SchemaRegistry;
import dev.skald.serdes.registry.SchemaRegistryException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Writes values in the wire format: a zero, the id of a schema in four bytes, and the value as that schema says. The
 * registry is asked once for each topic and schema.
 */
final class Writing {

    static final int MAGIC = 0;

    private static final int LARGEST_GUESS = 1 << 16;

    private final Format format;
    private final SchemaRegistry registry;
    private final AvroSettings settings;
    private final boolean keys;
    private final Map<Purpose, Target> targets = new ConcurrentHashMap<>();
    // Both are guesses: threads may see old ones, and lose no more than a look into the map or a copy.
    private volatile @Nullable Target last;
    private int expectedSize = 64;

    /** What something is written for. */
    private record Purpose(String topic, Schema own) {}

    /** How it is written. */
    private record Target(Purpose purpose, int id, ValueWriter writer) {

        boolean isFor(String topic, Schema own) {
            return purpose.own.equals(own) && purpose.topic.equals(topic);
        }
    }

    Writing(Format format, SchemaRegistry registry, AvroSettings settings, boolean keys) {
        this.format = format;
        this.registry = registry;
        this.settings = settings;
        this.keys = keys;
    }

    byte[] write(String topic, Object value) {
        try {
            Target target = target(topic, format.schemaOf(value, settings.subjects() != SubjectNames.TOPIC));
            BytesEncoder out = new BytesEncoder(expectedSize);
            out.writeByte(MAGIC);
            out.writeBigEndian(target.id);
            target.writer.write(value, out);
            byte[] bytes = out.toByteArray();
            if (bytes.length > expectedSize) {
                expectedSize = Math.min(LARGEST_GUESS, bytes.length + (bytes.length >> 2));
            }
            return bytes;
        } catch (RegistryUnreachableException | RegistryFailureException e) {
            throw new RegistryUnavailableException(topic, e);
        } catch (SchemaRegistryException | PersonalKeysException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refusal(topic, reason(e), e);
        } catch (StackOverflowError e) {
            throw refusal(topic, "it is nested too deeply", e);
        }
    }

    private static String reason(RuntimeException e) {
        String message = e.getMessage();
        return e instanceof IllegalArgumentException && message != null ? message : e.toString();
    }

    private SerializationException refusal(String topic, String reason, Throwable cause) {
        return new SerializationException(
                "expected a %s that can be written as Avro to topic %s, but: %s"
                        .formatted(format.expected(), topic, reason),
                cause);
    }

    private Target target(String topic, Schema own) {
        Target latest = last;
        if (latest != null && latest.isFor(topic, own)) {
            return latest;
        }
        Purpose purpose = new Purpose(topic, own);
        Target target = targets.get(purpose);
        if (target == null) {
            target = find(purpose);
            targets.put(purpose, target);
        }
        last = target;
        return target;
    }

    private Target find(Purpose purpose) {
        Schema own = purpose.own;
        String subject = settings.subjects().subject(purpose.topic, keys, own);
        if (settings.autoRegister()) {
            return new Target(purpose, registry.register(subject, own), format.writer(own));
        }
        if (settings.useLatest()) {
            RegisteredSchema latest = registry.latest(subject);
            checkReadable(latest, own);
            return new Target(purpose, latest.id(), format.writer(latest.schema()));
        }
        return new Target(purpose, registry.idOf(subject, own), format.writer(own));
    }

    private void checkReadable(RegisteredSchema latest, Schema own) {
        if (!settings.latestStrict()) {
            return;
        }
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(latest.schema(), own);
        if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw new IllegalArgumentException(
                    "version %d of subject %s cannot read it (%s); register a newer one, or set %s to false"
                            .formatted(
                                    latest.version(),
                                    latest.subject(),
                                    compatibility.getResult().getIncompatibilities(),
                                    LATEST_STRICT));
        }
    }
}
