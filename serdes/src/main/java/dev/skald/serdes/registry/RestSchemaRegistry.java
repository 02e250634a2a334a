/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skald.serdes.registry.RestClient.Answer;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A registry server that speaks Confluent's REST API. What was learned once is remembered: ids never change their
 * meaning, so nothing remembered can be wrong, and what is known needs no server any more.
 */
final class RestSchemaRegistry implements SchemaRegistry {

    /** Far more than an application has, and a bound all the same. */
    private static final int CAPACITY = 20_000;

    /** No schema takes names from so many others; a registry that says so is answering nonsense. */
    private static final int MOST_REFERENCES = 1_000;

    private static final int SUBJECT_UNKNOWN = 40401;
    private static final int VERSION_UNKNOWN = 40402;
    private static final int SCHEMA_UNKNOWN = 40403;

    private record SubjectAndSchema(String subject, String schema) {}

    /** A question is the same only if it asks for the same to be done: registering is more than looking up. */
    private record Question(String path, String schema) {}

    private record SubjectAndVersion(String subject, int version) {}

    private final RestClient client;
    private final RestSettings settings;
    private final InstantSource clock;
    private final BoundedCache<Integer, Schema> schemas = new BoundedCache<>(CAPACITY);
    private final BoundedCache<Integer, Long> missing = new BoundedCache<>(CAPACITY);
    private final BoundedCache<SubjectAndSchema, Integer> ids = new BoundedCache<>(CAPACITY);
    private final SingleFlight<Integer, Schema> schemaFlights = new SingleFlight<>();
    private final SingleFlight<Question, Integer> idFlights = new SingleFlight<>();

    RestSchemaRegistry(RestSettings settings, Sleeper sleeper, RandomGenerator random, InstantSource clock) {
        this.settings = settings;
        this.client = new RestClient(settings, sleeper, random);
        this.clock = clock;
    }

    @Override
    public int register(String subject, Schema schema) {
        return id(subject, schema, subjectPath(subject) + "/versions");
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return id(subject, schema, subjectPath(subject));
    }

    private int id(String subject, Schema schema, String path) {
        SubjectAndSchema key = new SubjectAndSchema(subject, schema.toString());
        Integer known = ids.get(key);
        return known != null
                ? known
                : idFlights.get(new Question(path, key.schema()), () -> askForId(key, schema, path));
    }

    private int askForId(SubjectAndSchema key, Schema schema, String path) {
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        Answer answer = client.post(settings.normalize() ? path + "?normalize=true" : path, question(schema));
        if (answer.status() == 409) {
            throw new IncompatibleSchemaException(key.subject(), List.of(answer.message()));
        }
        if (answer.errorCode() == SUBJECT_UNKNOWN || answer.errorCode() == SCHEMA_UNKNOWN) {
            throw UnknownSchemaException.schema(key.subject(), schema.getFullName(), where(answer));
        }
        int id = number(checked(answer), "id");
        ids.put(key, id);
        missing.remove(id);
        // With a normal form asked for, the registry's text may differ from ours; then it is read when it is needed.
        if (!settings.normalize() && schemas.get(id) == null) {
            schemas.put(id, schema);
        }
        return id;
    }

    private static ObjectNode question(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    @Override
    public Schema schemaOf(int id) {
        Schema known = schemas.get(id);
        return known != null ? known : schemaFlights.get(id, () -> askForSchema(id));
    }

    private Schema askForSchema(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Long since = missing.get(id);
        if (since != null && clock.millis() - since < settings.missingIdTtl().toMillis()) {
            throw UnknownSchemaException.id(id, client.toString());
        }
        Answer answer = client.get("/schemas/ids/" + id);
        if (answer.errorCode() == SCHEMA_UNKNOWN || answer.errorCode() == SUBJECT_UNKNOWN) {
            missing.put(id, clock.millis());
            throw UnknownSchemaException.id(id, where(answer));
        }
        return remembered(id, checked(answer));
    }

    /** The one schema object of an id, read from an answer if it is not known yet. */
    private Schema remembered(int id, Answer answer) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Schema schema = whole(answer);
        schemas.put(id, schema);
        return schema;
    }

    private Schema whole(Answer answer) {
        Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
        return parse(answer, parser, new HashSet<>());
    }

    /** Reads what a schema refers to before the schema itself, each once, so that its names are there to be found. */
    private Schema parse(Answer answer, Schema.Parser parser, Set<SubjectAndVersion> read) {
        String type = answer.body().path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw unusable(answer, "a schema is of type %s, not AVRO".formatted(type), null);
        }
        for (JsonNode reference : answer.body().path("references")) {
            SubjectAndVersion target = new SubjectAndVersion(
                    reference.path("subject").asText(),
                    reference.path("version").asInt());
            if (read.add(target)) {
                if (read.size() > MOST_REFERENCES) {
                    throw unusable(answer, "a schema refers to more than %d others".formatted(MOST_REFERENCES), null);
                }
                parse(askForVersion(target.subject(), String.valueOf(target.version())), parser, read);
            }
        }
        try {
            return parser.parse(text(answer, "schema"));
        } catch (AvroRuntimeException e) {
            throw unusable(answer, "a schema cannot be parsed: %s".formatted(e.getMessage()), e);
        }
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return registered(subject, askForVersion(subject, "latest"));
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
        if (version < 1) {
            throw UnknownSchemaException.version(subject, version, client.toString());
        }
        return registered(subject, askForVersion(subject, String.valueOf(version)));
    }

    private Answer askForVersion(String subject, String version) {
        Answer answer = client.get(subjectPath(subject) + "/versions/" + version);
        if (answer.errorCode() == SUBJECT_UNKNOWN) {
            throw UnknownSchemaException.subject(subject, where(answer));
        }
        if (answer.errorCode() == VERSION_UNKNOWN) {
            throw version.equals("latest")
                    ? UnknownSchemaException.subject(subject, where(answer))
                    : UnknownSchemaException.version(subject, Integer.parseInt(version), where(answer));
        }
        return checked(answer);
    }

    private RegisteredSchema registered(String subject, Answer answer) {
        int id = number(answer, "id");
        return new RegisteredSchema(subject, number(answer, "version"), id, remembered(id, answer));
    }

    @Override
    public List<Integer> versions(String subject) {
        Answer answer = client.get(subjectPath(subject) + "/versions");
        if (answer.errorCode() == SUBJECT_UNKNOWN) {
            throw UnknownSchemaException.subject(subject, where(answer));
        }
        List<Integer> versions = new ArrayList<>();
        array(checked(answer)).forEach(version -> versions.add(version.asInt()));
        return versions.stream().sorted().toList();
    }

    @Override
    public List<String> subjects() {
        List<String> subjects = new ArrayList<>();
        array(checked(client.get("/subjects"))).forEach(subject -> subjects.add(subject.asText()));
        return subjects.stream().sorted().toList();
    }

    @Override
    public Compatibility compatibility(String subject, Schema schema) {
        String path = "/compatibility" + subjectPath(subject) + "/versions";
        Answer answer = client.post(path + "?verbose=true", question(schema));
        if (answer.status() == 404 && answer.errorCode() < SUBJECT_UNKNOWN) {
            // An older registry can compare with one version only.
            answer = client.post(path + "/latest?verbose=true", question(schema));
        }
        if (answer.errorCode() == SUBJECT_UNKNOWN || answer.errorCode() == VERSION_UNKNOWN) {
            return Compatibility.COMPATIBLE;
        }
        JsonNode compatible = checked(answer).body().path("is_compatible");
        if (!compatible.isBoolean()) {
            throw unusable(answer, "it has no is_compatible", null);
        }
        List<String> messages = new ArrayList<>();
        answer.body().path("messages").forEach(message -> messages.add(message.asText()));
        return compatible.booleanValue() ? Compatibility.COMPATIBLE : Compatibility.incompatible(messages);
    }

    @Override
    public void close() {
        client.close();
    }

    private static String subjectPath(String subject) {
        return "/subjects/" + URLEncoder.encode(subject, UTF_8).replace("+", "%20");
    }

    private static String where(Answer answer) {
        return "the registry at " + answer.endpoint();
    }

    private static Answer checked(Answer answer) {
        if (answer.ok()) {
            return answer;
        }
        String registry = answer.endpoint().base();
        if (answer.status() == 401) {
            throw new RegistryAccessException(
                    registry,
                    "answers 401",
                    answer.endpoint().anonymous()
                            ? "set basic.auth.credentials.source and basic.auth.user.info, or bearer.auth.*"
                            : "check basic.auth.user.info, or bearer.auth.token",
                    null);
        }
        if (answer.status() == 403) {
            throw new RegistryAccessException(
                    registry,
                    "answers 403",
                    "the user of basic.auth.user.info or bearer.auth.token has not the right to do this",
                    null);
        }
        if (answer.errorCode() == 0 || answer.errorCode() == answer.status()) {
            throw new RegistryFailureException(
                    registry,
                    "it answers %d (%s); is the path in %s right?"
                            .formatted(answer.status(), answer.message(), SchemaRegistries.URL),
                    answer.status(),
                    null);
        }
        throw new RegistryFailureException(
                registry,
                "it answers %d, code %d: %s".formatted(answer.status(), answer.errorCode(), answer.message()),
                answer.status(),
                null);
    }

    private static int number(Answer answer, String field) {
        JsonNode value = answer.body().path(field);
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw unusable(answer, "it has no whole number %s".formatted(field), null);
        }
        return value.intValue();
    }

    private static String text(Answer answer, String field) {
        JsonNode value = answer.body().path(field);
        if (!value.isTextual()) {
            throw unusable(answer, "it has no text %s".formatted(field), null);
        }
        return value.textValue();
    }

    private static JsonNode array(Answer answer) {
        if (!answer.body().isArray()) {
            throw unusable(answer, "it is no list", null);
        }
        return answer.body();
    }

    private static RegistryFailureException unusable(Answer answer, String what, @Nullable Throwable cause) {
        return new RegistryFailureException(answer.endpoint().base(), what, answer.status(), cause);
    }
}
