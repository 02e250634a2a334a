/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.testing.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where measurements are made: one broker in a process of its own, and a directory that is deleted in the end. */
final class Laboratory implements AutoCloseable {

    private static final int BROKER = 1;
    private static final int MOST_ATTEMPTS = 5;

    private final List<String> subjectOptions;
    private final Map<String, String> otherSettings;
    private final Path directory;
    private final EmbeddedKafka kafka;
    private final Admin admin;
    private final List<RunningSubject> started = new ArrayList<>();
    private int applications;

    /**
     * Starts the broker.
     *
     * @param subjectOptions options for the virtual machines of subjects
     * @param properties properties of the broker, besides the embedded broker's own
     * @param otherSettings settings of {@link Subject#SKALD_OTHERWISE}; where there are none it is not measured
     */
    Laboratory(List<String> subjectOptions, Map<String, String> properties, Map<String, String> otherSettings) {
        this.subjectOptions = List.copyOf(subjectOptions);
        this.otherSettings = Map.copyOf(otherSettings);
        try {
            this.directory = Files.createTempDirectory("skald-benchmarks-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder()
                .directory(directory.resolve("kafka"))
                // So that what compaction and cleaning do at some moment is in no figure.
                .property("log.cleaner.enable", "false");
        properties.forEach(builder::property);
        this.kafka = builder.start();
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    List<String> subjectOptions() {
        return subjectOptions;
    }

    /** The settings of a subject, beside those that all have. */
    Map<String, String> settings(Subject subject) {
        return subject == Subject.SKALD_OTHERWISE ? otherSettings : Map.of();
    }

    /** Adds Skald with other settings where Skald is measured and there are any. */
    List<Subject> withOtherSettings(List<Subject> subjects) {
        List<Subject> all = new ArrayList<>(subjects);
        if (!otherSettings.isEmpty()) {
            all.add(all.indexOf(Subject.SKALD) + 1, Subject.SKALD_OTHERWISE);
        }
        return all;
    }

    /** A name for an application that has not been used yet. */
    String newApplication(String prefix) {
        return prefix + "-" + ++applications;
    }

    /** A directory that does not exist yet. */
    Path newDirectory(String prefix) {
        return directory.resolve(prefix + "-" + ++applications);
    }

    /** Starts a subject in a process of its own and waits until it runs. */
    RunningSubject start(Setup setup) {
        if (!setup.subject().isSkald()) {
            createTopics(setup);
        }
        RunningSubject subject = RunningSubject.start(this, setup, newDirectory(setup.application()));
        started.add(subject);
        return subject;
    }

    private void createTopics(Setup setup) {
        createTopics(List.of(setup.commandTopic(), setup.replyTopic(), setup.eventTopic()));
    }

    void createTopic(String name) {
        createTopics(List.of(name));
    }

    private void createTopics(List<String> names) {
        List<NewTopic> topics = new ArrayList<>();
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (String name : names) {
            topics.add(new NewTopic(name, Optional.of(Setup.PARTITIONS), Optional.empty()));
            for (int partition = 0; partition < Setup.PARTITIONS; partition++) {
                partitions.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
        }
        await(admin.createTopics(topics).all());
        // Only leaders can tell: a producer that writes before they are there can lose its first batch (KAFKA-15591).
        await(admin.listOffsets(partitions).all());
    }

    /** The bytes that all topics of an application take on the broker's disk, its commands not counted. */
    long bytesWritten(Setup setup) {
        long bytes = 0;
        for (var broker :
                await(admin.describeLogDirs(List.of(BROKER)).allDescriptions()).values()) {
            for (var logDirectory : broker.values()) {
                for (var replica : logDirectory.replicaInfos().entrySet()) {
                    String topic = replica.getKey().topic();
                    if (topic.startsWith(setup.application() + "-") && !topic.equals(setup.commandTopic())) {
                        bytes += replica.getValue().size();
                    }
                }
            }
        }
        return bytes;
    }

    private static <T> T await(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        // Those that a workload which failed has left behind.
        started.forEach(RunningSubject::close);
        admin.close();
        kafka.close();
        delete(directory);
    }

    /** Deletes a directory with all that is in it, if it is there; others may still be at work in it. */
    static void delete(Path directory) {
        for (int attempt = 1; Files.exists(directory); attempt++) {
            try {
                Files.walkFileTree(directory, new Deletion());
            } catch (IOException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
        }
    }
}
