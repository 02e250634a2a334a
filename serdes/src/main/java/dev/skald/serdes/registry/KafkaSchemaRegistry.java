/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A registry that lives in Kafka alone: a compacted topic of one partition with a record for each version of each
 * subject, which each process reads to its end and follows.
 *
 * <p><b>Why ids are unique and stable.</b> The id of a schema stands in its record, so it depends neither on offsets
 * nor on who reads when: the topic can be compacted, mirrored or restored from a copy. The key of a record is subject
 * and version, and no key is ever written a second time, so compaction removes nothing. What remains is that no two
 * processes give out the same id or version. For that a process that registers does, in this order:
 *
 * <ol>
 *   <li>it takes over: it begins a new epoch of the one transactional id that all share. From then on the transaction
 *       coordinator refuses every commit of an earlier epoch, and has finished those that were under way;
 *   <li>it reads the log to its end, and so has seen every version there is and, unless it is shut out itself, will be
 *       until it commits;
 *   <li>it compares the schema with the versions before it, gives it the next version, and the id it has elsewhere or
 *       the next free one;
 *   <li>it appends the record in a transaction and commits. If another process has taken over since step 1, the commit
 *       is refused, and it begins again after a pause.
 * </ol>
 *
 * <p>The transaction coordinator is thus a lock that dies with its holder: a process that stalls between the steps for
 * whatever time cannot commit what it decided on old knowledge.
 */
final class KafkaSchemaRegistry implements SchemaRegistry {

    private static final Backoff CONTENTION = new Backoff(12, Duration.ofMillis(50), Duration.ofSeconds(2));

    private static final Backoff LISTENING = new Backoff(1, Duration.ofMillis(150), Duration.ofMillis(150));
    private static final int MOST_ROUNDS_OF_LISTENING = 30;
    private static final Duration UNTIL_VISIBLE = Duration.ofMillis(5);
    private static final int MOST_ROUNDS_OF_WAITING = 2_000;

    private final Catalog catalog;
    private final String topic;
    private final SchemaLog log;
    private final SchemaWriter writer;
    private final CompatibilityLevel level;
    private final Duration timeout;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Object registering = new Object();

    KafkaSchemaRegistry(KafkaSettings settings, Sleeper sleeper, RandomGenerator random) {
        this.topic = settings.topic();
        this.catalog = new Catalog(settings.name());
        this.level = settings.level();
        this.timeout = settings.timeout();
        this.sleeper = sleeper;
        this.random = random;
        this.writer = new SchemaWriter(topic, settings::producer);
        this.log = new SchemaLog(catalog, topic, new SchemaTopic(topic, settings::admin), settings::consumer);
    }

    @Override
    public int register(String subject, Schema schema) {
        Integer known = catalog.find(subject, schema);
        if (known != null) {
            return known;
        }
        synchronized (registering) {
            log.catchUp(timeout);
            known = catalog.find(subject, schema);
            return known != null ? known : append(subject, schema);
        }
    }

    private int append(String subject, Schema schema) {
        // Said before anybody is shut out for it.
        catalog.compatibleProposal(subject, schema, level);
        for (int retry = 0; ; retry++) {
            try {
                return appendOnce(subject, schema);
            } catch (KafkaException e) {
                writer.close();
                refuse(e);
                if (retry == CONTENTION.retries()) {
                    throw new RegistryUnreachableException(
                            catalog.name(), "the schema could not be appended, last: %s".formatted(e.getMessage()), e);
                }
            }
            sleep(CONTENTION.before(retry + 1, random));
        }
    }

    private int appendOnce(String subject, Schema schema) {
        if (!writer.tookOver()) {
            awaitQuiet();
            writer.takeOver();
        }
        log.catchUp(timeout);
        Integer known = catalog.find(subject, schema);
        if (known != null) {
            return known;
        }
        RegisteredSchema registered = catalog.compatibleProposal(subject, schema, level);
        writer.append(registered);
        awaitVisible(subject, schema);
        return registered.id();
    }

    /**
     * A commit returns before its marker is in the log, and until then others cannot read the record. Whoever gets the
     * id may write with it at once, and then everybody must be able to find it.
     */
    private void awaitVisible(String subject, Schema schema) {
        for (int round = 0; round < MOST_ROUNDS_OF_WAITING; round++) {
            log.catchUp(timeout);
            if (catalog.find(subject, schema) != null) {
                return;
            }
            sleep(UNTIL_VISIBLE);
        }
        throw new RegistryUnreachableException(catalog.name(), "the schema was committed, but cannot be read", null);
    }

    /**
     * Lets others finish who are appending just now, for a while: to shut them out would be right, but slow for all.
     * Often they are processes of the same application, and append just what this one would.
     */
    private void awaitQuiet() {
        for (int round = 0; round < MOST_ROUNDS_OF_LISTENING; round++) {
            int before = catalog.size();
            sleep(LISTENING.before(1, random));
            log.catchUp(timeout);
            if (catalog.size() == before) {
                return;
            }
        }
    }

    private void sleep(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Throws what another try would not mend. */
    private void refuse(KafkaException e) {
        if (e instanceof SchemaRegistryException || e instanceof InterruptException || e instanceof WakeupException) {
            throw e;
        }
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                throw KafkaAccess.refused(catalog.name(), topic, (KafkaException) cause);
            }
            if (cause instanceof RecordTooLargeException) {
                throw new RegistryFailureException(
                        catalog.name(), "the schema is too large for it: " + cause.getMessage(), null, cause);
            }
        }
    }

    @Override
    public int idOf(String subject, Schema schema) {
        Integer known = catalog.find(subject, schema);
        if (known != null) {
            return known;
        }
        log.catchUp(timeout);
        return catalog.idOf(subject, schema);
    }

    @Override
    public Schema schemaOf(int id) {
        Schema known = catalog.find(id);
        if (known != null) {
            return known;
        }
        log.catchUp(timeout);
        return catalog.schemaOf(id);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        log.catchUp(timeout);
        return catalog.latest(subject);
    }

    @Override
    public List<Integer> versions(String subject) {
        log.catchUp(timeout);
        return catalog.versions(subject).stream().map(RegisteredSchema::version).toList();
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
        log.catchUp(timeout);
        return catalog.version(subject, version);
    }

    @Override
    public List<String> subjects() {
        log.catchUp(timeout);
        return catalog.subjects();
    }

    @Override
    public Compatibility compatibility(String subject, Schema schema) {
        log.catchUp(timeout);
        return catalog.compatibility(subject, schema, level);
    }

    @Override
    public void close() {
        synchronized (registering) {
            writer.close();
        }
        log.close();
    }
}
