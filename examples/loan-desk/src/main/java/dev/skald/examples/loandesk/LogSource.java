/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a process log, one after the other. */
final class LogSource implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] SAMPLE_FIELDS = {"application", "activity", "lifecycle", "at", "resource", "amount"};
    private static final int GZIP_MAGIC = 0x1f8b;

    private final CountingInputStream bytes;
    private final BufferedReader lines;
    private final long totalBytes;
    private final boolean sample;
    private long lineNumber;

    private LogSource(InputStream input, long totalBytes, boolean sample) throws IOException {
        this.bytes = new CountingInputStream(input);
        this.lines = new BufferedReader(new InputStreamReader(unpacked(bytes), UTF_8));
        this.totalBytes = totalBytes;
        this.sample = sample;
        if (sample) {
            // The first line names the fields.
            lines.readLine();
        }
    }

    /** The log in a file, as JSON lines, plain or packed with gzip. */
    static LogSource file(Path path) throws IOException {
        return new LogSource(Files.newInputStream(path), Files.size(path), false);
    }

    /** The log on a stream, as JSON lines, plain or packed with gzip. */
    static LogSource stream(InputStream stream) throws IOException {
        return new LogSource(stream, 0, false);
    }

    /** The first 500 applications of the log that this example is made for. */
    static LogSource sample() throws IOException {
        try (InputStream toMeasure = sampleStream()) {
            return new LogSource(sampleStream(), toMeasure.readAllBytes().length, true);
        }
    }

    private static InputStream sampleStream() {
        InputStream stream = LogSource.class.getResourceAsStream("sample.csv");
        if (stream == null) {
            throw new IllegalStateException("sample.csv is not beside the classes");
        }
        return stream;
    }

    private static InputStream unpacked(InputStream input) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(input, 1 << 16);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    /**
     * The next record, or null at the end. Empty lines are passed over.
     *
     * @throws MalformedRecordException if the line is not a record; the next call goes on with the next line
     */
    @Nullable
    LogRecord next() throws IOException, MalformedRecordException {
        String line = lines.readLine();
        lineNumber++;
        while (line != null && line.isBlank()) {
            line = lines.readLine();
            lineNumber++;
        }
        if (line == null) {
            return null;
        }
        return LogRecord.of(sample ? separated(line) : json(line));
    }

    private static Map<String, String> separated(String line) {
        Map<String, String> fields = new HashMap<>();
        String[] values = line.split(",", -1);
        for (int i = 0; i < values.length; i++) {
            if (!values[i].isEmpty()) {
                fields.put(SAMPLE_FIELDS[i], values[i]);
            }
        }
        return fields;
    }

    private static Map<String, String> json(String line) throws MalformedRecordException {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new MalformedRecordException("expected JSON, but: " + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw new MalformedRecordException("expected a JSON object, but it is " + node.getNodeType());
        }
        Map<String, String> fields = new HashMap<>();
        node.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue().asText());
            }
        });
        return fields;
    }

    /** The number of the line that was read last, from 1. */
    long lineNumber() {
        return lineNumber;
    }

    /** How much of the input has been read, from 0 to 1, if its length is known. */
    OptionalDouble fractionRead() {
        return totalBytes == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) bytes.count() / totalBytes);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
