/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.UnreadableRecordException;
import dev.skald.serdes.personal.PersonalKeysException;
import dev.skald.serdes.registry.RegistryFailureException;
import dev.skald.serdes.registry.RegistryUnavailableException;
import dev.skald.serdes.registry.RegistryUnreachableException;
import dev.skald.serdes.registry.SchemaRegistry;
import dev.skald.serdes.registry.UnknownSchemaException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads values from the wire format. The registry is asked once for each id. */
final class Reading {

    private static final int HEADER = 5;

    private final Format format;
    private final SchemaRegistry registry;
    private final Map<Integer, Source> sources = new ConcurrentHashMap<>();
    // A guess: most records have the schema of the one before.
    private volatile @Nullable Source last;

    /** What has an id, and how it is read. */
    private record Source(int id, ValueReader reader) {}

    Reading(Format format, SchemaRegistry registry) {
        this.format = format;
        this.registry = registry;
    }

    Object read(String topic, byte[] bytes) {
        if (bytes.length < HEADER) {
            throw unreadable(
                    topic,
                    null,
                    "expected a zero and a schema id, but there are %d bytes".formatted(bytes.length),
                    null);
        }
        if (bytes[0] != Writing.MAGIC) {
            throw unreadable(
                    topic,
                    null,
                    "expected a zero as the first byte of the wire format, but it is %d".formatted(bytes[0] & 0xff),
                    null);
        }
        int id = (bytes[1] & 0xff) << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | (bytes[4] & 0xff);
        ValueReader reader = source(topic, id).reader;
        try {
            return read(reader, new BytesDecoder(bytes, HEADER, bytes.length));
        } catch (PersonalKeysException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(topic, id, reason(e), e);
        } catch (StackOverflowError e) {
            throw unreadable(topic, id, "it is nested too deeply", e);
        }
    }

    private static Object read(ValueReader reader, BytesDecoder in) {
        Object value = reader.read(in);
        if (in.remaining() > 0) {
            throw new MalformedBytesException(
                    "expected its end, but there are %d more bytes".formatted(in.remaining()));
        }
        if (value == null) {
            throw new MalformedBytesException("it is Avro's null");
        }
        return value;
    }

    private static String reason(RuntimeException e) {
        String message = e.getMessage();
        return e instanceof MalformedBytesException && message != null ? message : e.toString();
    }

    private UnreadableRecordException unreadable(
            String topic, @Nullable Integer id, String reason, @Nullable Throwable cause) {
        return new UnreadableRecordException(topic, format.expected(), reason, id, cause);
    }

    private Source source(String topic, int id) {
        Source latest = last;
        if (latest != null && latest.id == id) {
            return latest;
        }
        Source source = sources.get(id);
        if (source == null) {
            source = find(topic, id);
            sources.put(id, source);
        }
        last = source;
        return source;
    }

    private Source find(String topic, int id) {
        Schema written;
        try {
            written = registry.schemaOf(id);
        } catch (UnknownSchemaException e) {
            throw unreadable(topic, id, "the registry has no schema with this id", e);
        } catch (RegistryUnreachableException | RegistryFailureException e) {
            throw new RegistryUnavailableException(topic, e);
        }
        try {
            return new Source(id, format.reader(written));
        } catch (RuntimeException e) {
            throw unreadable(topic, id, reason(e), e);
        }
    }
}
