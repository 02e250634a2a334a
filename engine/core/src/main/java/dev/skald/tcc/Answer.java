/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What a participant says to a request.
 *
 * @param kind what it amounts to
 * @param code a stable, machine-readable name of what was wrong; empty if nothing was
 * @param reason a sentence for people; may be empty
 */
public record Answer(Kind kind, String code, String reason) {

    /** The longest code that is kept, in characters. */
    public static final int MOST_CODE = 200;

    /** The longest reason that is kept, in characters. */
    public static final int MOST_REASON = 2_000;

    private static final Answer DONE = new Answer(Kind.DONE, "", "");
    private static final Answer WORKING = new Answer(Kind.WORKING, "", "");

    public Answer {
        requireNonNull(kind, "kind");
        code = cut(code, MOST_CODE);
        reason = cut(reason, MOST_REASON);
    }

    /** What an answer amounts to. */
    public enum Kind {
        /** It is done. */
        DONE,
        /** It will never be done, however often it is asked for. */
        FAILED,
        /** It could not be done this time. A try that says so has failed, because tries are not repeated. */
        RETRY,
        /** It takes longer: the time to answer begins anew. */
        WORKING;

        /** The name in headers, in lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The kind with this name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Kind parse(String text) {
            for (Kind kind : values()) {
                if (kind.text().equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("expected done, failed, retry or working, but it is \"" + text + "\"");
        }
    }

    /** It is done. */
    public static Answer done() {
        return DONE;
    }

    /** It will never be done. */
    public static Answer failed(String code, String reason) {
        return new Answer(Kind.FAILED, code, reason);
    }

    /** It could not be done this time. */
    public static Answer retry(String code, String reason) {
        return new Answer(Kind.RETRY, code, reason);
    }

    /** It takes longer. */
    public static Answer working() {
        return WORKING;
    }

    /** Whether it is done. */
    public boolean isDone() {
        return kind == Kind.DONE;
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        // Half of a character would not survive UTF-8, and what is replayed would differ from what lived.
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    @Override
    public String toString() {
        String problem = code.isEmpty() ? "" : " " + code + (reason.isEmpty() ? "" : ": " + reason);
        return kind.text() + problem;
    }
}
