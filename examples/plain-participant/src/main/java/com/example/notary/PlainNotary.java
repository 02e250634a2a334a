/* SPDX-License-Identifier: Apache-2.0 */
package com.example.notary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The participant {@code notary}: it takes requests from {@code notary-tcc-requests} and answers each on the topic that
 * the request names.
 *
 * <p>What was done is in the register before it is answered, and the answer is with the broker before the request
 * counts as read. So whatever is interrupted is read, and answered, again.
 */
public final class PlainNotary {

    private static final String REQUESTS = "notary-tcc-requests";

    private final Register register;
    private final KafkaConsumer<String, String> consumer;
    private final KafkaProducer<String, String> producer;

    private PlainNotary(String bootstrapServers, Register register) {
        this.register = register;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", "notary",
                        // A coordinator writes requests in transactions: those it has taken back must not be seen.
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "allow.auto.create.topics", "false",
                        // After a sudden death the next one need not wait for the 45 s that are usual.
                        "session.timeout.ms", "6000",
                        "heartbeat.interval.ms", "2000"),
                new StringDeserializer(),
                new StringDeserializer());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    private void run() {
        consumer.subscribe(List.of(REQUESTS));
        while (true) {
            ConsumerRecords<String, String> requests = consumer.poll(Duration.ofSeconds(1));
            requests.forEach(this::handle);
            if (!requests.isEmpty()) {
                producer.flush();
                consumer.commitSync();
            }
        }
    }

    private void handle(ConsumerRecord<String, String> request) {
        String id = header(request.headers(), "skald-tcc-id");
        String side = header(request.headers(), "skald-tcc-side");
        String replyTopic = header(request.headers(), "skald-tcc-reply-topic");
        if (id.isEmpty() || side.isEmpty() || replyTopic.isEmpty()) {
            System.err.println("not a request: " + request);
            return;
        }
        // The same notary may be several sides of one agreement.
        Answer answer = answer(request, id + "/" + side);
        var unused = producer.send(answerTo(request.headers(), replyTopic, answer), (metadata, problem) -> {
            if (problem != null) {
                System.err.println("an answer was not sent, the coordinator will ask again or cancel: " + problem);
            }
        });
    }

    private Answer answer(ConsumerRecord<String, String> request, String agreement) {
        String document = request.value();
        return switch (header(request.headers(), "skald-tcc-phase")) {
            case "try" ->
                document != null && document.matches("[^\\t\\n\\r]+")
                        ? register.reserve(agreement, document)
                        : Answer.failed("unreadable", "expected the name of a document in one line");
            case "confirm" -> register.confirm(agreement);
            case "cancel" -> register.cancel(agreement);
            default -> Answer.failed("unknown-phase", "expected try, confirm or cancel");
        };
    }

    /** The answer has the agreement's id as its key; side, phase and attempt come back as they were asked. */
    private static ProducerRecord<String, String> answerTo(Headers request, String replyTopic, Answer answer) {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(replyTopic, header(request, "skald-tcc-id"), answer.reason());
        for (String name : List.of("skald-tcc-side", "skald-tcc-phase", "skald-tcc-attempt")) {
            record.headers().add(name, header(request, name).getBytes(UTF_8));
        }
        record.headers().add("skald-tcc-answer", answer.kind().getBytes(UTF_8));
        if (!answer.code().isEmpty()) {
            record.headers().add("skald-code", answer.code().getBytes(UTF_8));
        }
        return record;
    }

    private static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    /** Runs until the process is told to end; arguments: bootstrap servers, file of the register. */
    public static void main(String[] arguments) {
        try (Register register = new Register(Path.of(arguments[1]))) {
            PlainNotary notary = new PlainNotary(arguments[0], register);
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> notary.stop(main)));
            try {
                notary.run();
            } catch (WakeupException e) {
                System.out.println("the notary closes");
            } finally {
                notary.consumer.close();
                notary.producer.close();
            }
        }
    }

    private void stop(Thread main) {
        consumer.wakeup();
        try {
            main.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
