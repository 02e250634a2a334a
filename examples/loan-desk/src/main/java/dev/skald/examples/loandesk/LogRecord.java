/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.examples.loandesk.LoanApplication.Advance;
import dev.skald.examples.loandesk.LoanApplication.Command;
import dev.skald.examples.loandesk.LoanApplication.CompleteWork;
import dev.skald.examples.loandesk.LoanApplication.Entry;
import dev.skald.examples.loandesk.LoanApplication.OfferStep;
import dev.skald.examples.loandesk.LoanApplication.ProcessOffer;
import dev.skald.examples.loandesk.LoanApplication.ScheduleWork;
import dev.skald.examples.loandesk.LoanApplication.Stage;
import dev.skald.examples.loandesk.LoanApplication.StartWork;
import dev.skald.examples.loandesk.LoanApplication.Submit;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of the process log.
 *
 * @param application the application it belongs to
 * @param activity what was done: {@code A_…} to the application, {@code O_…} to an offer, {@code W_…} as work
 * @param lifecycle {@code SCHEDULE}, {@code START} or {@code COMPLETE}; what is no work is always complete
 * @param at when
 * @param resource by whom, if that is known
 * @param amount how much was asked for, where an application is submitted
 */
record LogRecord(
        String application,
        String activity,
        String lifecycle,
        Instant at,
        @Nullable String resource,
        @Nullable Long amount) {

    private static final Map<String, Stage> STAGES = Map.of(
            "A_PARTLYSUBMITTED", Stage.PARTLY_SUBMITTED,
            "A_PREACCEPTED", Stage.PRE_ACCEPTED,
            "A_ACCEPTED", Stage.ACCEPTED,
            "A_FINALIZED", Stage.FINALIZED,
            "A_APPROVED", Stage.APPROVED,
            "A_REGISTERED", Stage.REGISTERED,
            "A_ACTIVATED", Stage.ACTIVATED,
            "A_DECLINED", Stage.DECLINED,
            "A_CANCELLED", Stage.CANCELLED);

    private static final Map<String, OfferStep> OFFER_STEPS = Map.of(
            "O_SELECTED", OfferStep.SELECTED,
            "O_CREATED", OfferStep.CREATED,
            "O_SENT", OfferStep.SENT,
            "O_SENT_BACK", OfferStep.SENT_BACK,
            "O_ACCEPTED", OfferStep.ACCEPTED,
            "O_DECLINED", OfferStep.DECLINED,
            "O_CANCELLED", OfferStep.CANCELLED);

    /**
     * A record of its fields.
     *
     * @throws MalformedRecordException if one is missing or not what it should be
     */
    static LogRecord of(Map<String, String> fields) throws MalformedRecordException {
        LogRecord record = new LogRecord(
                required(fields, "application"),
                required(fields, "activity"),
                fields.getOrDefault("lifecycle", "COMPLETE"),
                time(required(fields, "at")),
                fields.get("resource"),
                amount(fields.get("amount")));
        record.command(0);
        return record;
    }

    private static String required(Map<String, String> fields, String name) throws MalformedRecordException {
        String value = fields.get(name);
        if (value == null || value.isBlank()) {
            throw new MalformedRecordException("expected a field \"" + name + "\", but there is none");
        }
        return value;
    }

    private static Instant time(String text) throws MalformedRecordException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (java.time.DateTimeException e) {
            throw new MalformedRecordException(
                    "expected a time such as 2011-10-01T00:38:44.546+02:00 in \"at\", but it is \"" + text + "\"");
        }
    }

    private static @Nullable Long amount(@Nullable String text) throws MalformedRecordException {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new MalformedRecordException("expected whole euros in \"amount\", but it is \"" + text + "\"");
        }
    }

    /**
     * The command that the record stands for.
     *
     * @param number the position of the record among those of its application
     * @throws MalformedRecordException if its activity is none of a loan desk's
     */
    Command command(int number) throws MalformedRecordException {
        Entry entry = new Entry(number, at, resource);
        Stage stage = STAGES.get(activity);
        if (stage != null) {
            return new Advance(stage, entry);
        }
        OfferStep step = OFFER_STEPS.get(activity);
        if (step != null) {
            return new ProcessOffer(step, entry);
        }
        if (activity.equals("A_SUBMITTED")) {
            return submit(entry);
        }
        if (activity.startsWith("W_")) {
            return work(activity.substring("W_".length()), entry);
        }
        throw new MalformedRecordException("expected an activity of a loan desk, but it is \"" + activity + "\"");
    }

    private Command submit(Entry entry) throws MalformedRecordException {
        if (amount == null) {
            throw new MalformedRecordException("expected an \"amount\" where an application is submitted");
        }
        return new Submit(amount, entry);
    }

    private Command work(String item, Entry entry) throws MalformedRecordException {
        return switch (lifecycle) {
            case "SCHEDULE" -> new ScheduleWork(item, entry);
            case "START" -> new StartWork(item, entry);
            case "COMPLETE" -> new CompleteWork(item, entry);
            default ->
                throw new MalformedRecordException(
                        "expected SCHEDULE, START or COMPLETE in \"lifecycle\", but it is \"" + lifecycle + "\"");
        };
    }
}
