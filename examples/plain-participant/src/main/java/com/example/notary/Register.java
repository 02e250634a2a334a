/* SPDX-License-Identifier: Apache-2.0 */
package com.example.notary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The register of documents, in a file to which lines are appended. It belongs to one process.
 *
 * <p>It also remembers what came of each request, which is what makes a participant safe: a request that comes again
 * gets the same answer and is not done again; the cancel of a try that never came is done, and remembered, so that the
 * try is refused if it comes after all.
 */
public final class Register implements AutoCloseable {

    private enum Status {
        RESERVED,
        REFUSED,
        REGISTERED,
        CANCELED
    }

    private record Entry(Status status, String document) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, String> holders = new HashMap<>();
    private final FileChannel file;

    /** Opens the register, and reads what is in it. */
    public Register(Path path) {
        try {
            if (Files.exists(path)) {
                // A line that was cut off when the machine stopped was never answered; the next one begins anew.
                Files.readString(path).lines().map(line -> line.split("\t", -1)).forEach(this::read);
            }
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            append("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String[] line) {
        if (line.length == 4 && line[3].equals(".")) {
            remember(line[0], new Entry(Status.valueOf(line[1]), line[2]));
        }
    }

    /** Reserves a document, unless somebody else has it. */
    public Answer reserve(String agreement, String document) {
        Entry entry = entries.get(agreement);
        if (entry == null) {
            boolean free = !holders.containsKey(document);
            write(agreement, new Entry(free ? Status.RESERVED : Status.REFUSED, document));
            return reserve(agreement, document);
        }
        return switch (entry.status()) {
            case RESERVED, REGISTERED -> Answer.DONE;
            case REFUSED -> Answer.failed("taken", "the document " + document + " is somebody else's");
            case CANCELED -> Answer.failed("canceled-before", "it was cancelled already");
        };
    }

    /** Registers the document that was reserved. */
    public Answer confirm(String agreement) {
        Entry entry = entries.get(agreement);
        if (entry != null && entry.status() == Status.RESERVED) {
            write(agreement, new Entry(Status.REGISTERED, entry.document()));
            return Answer.DONE;
        }
        return entry != null && entry.status() == Status.REGISTERED
                ? Answer.DONE
                : Answer.failed("not-tried", "there is no document to register");
    }

    /** Gives back the document that was reserved. */
    public Answer cancel(String agreement) {
        Entry entry = entries.get(agreement);
        if (entry != null && entry.status() == Status.REGISTERED) {
            return Answer.failed("confirmed-before", "it is registered already");
        }
        if (entry == null || entry.status() != Status.CANCELED) {
            write(agreement, new Entry(Status.CANCELED, entry == null ? "" : entry.document()));
        }
        return Answer.DONE;
    }

    private void write(String agreement, Entry entry) {
        try {
            append(String.join("\t", agreement, entry.status().name(), entry.document(), ".") + "\n");
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        remember(agreement, entry);
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private void remember(String agreement, Entry entry) {
        entries.put(agreement, entry);
        switch (entry.status()) {
            case RESERVED, REGISTERED -> holders.put(entry.document(), agreement);
            case REFUSED, CANCELED -> holders.remove(entry.document(), agreement);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
