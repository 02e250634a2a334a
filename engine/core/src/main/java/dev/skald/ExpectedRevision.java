/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/**
 * What a caller expects an instance's revision to be; if it is not so, nothing is recorded.
 *
 * <p>The text form ({@code toString}, {@link #parse}) is what travels in the header of a command: {@code any},
 * {@code none}, {@code some}, or the revision in decimal.
 */
public sealed interface ExpectedRevision {

    /** Whether an instance at this revision is as expected. */
    boolean matches(long revision);

    /** Expects nothing: the command is decided at whatever revision the instance has. */
    record Any() implements ExpectedRevision {
        private static final Any INSTANCE = new Any();

        @Override
        public boolean matches(long revision) {
            return true;
        }

        @Override
        public String toString() {
            return "any";
        }
    }

    /**
     * Expects exactly this revision.
     *
     * @param revision the number of events that the instance has
     */
    record Exactly(long revision) implements ExpectedRevision {
        public Exactly {
            if (revision < 0) {
                throw new IllegalArgumentException("expected a revision of 0 or more, but it is " + revision);
            }
        }

        @Override
        public boolean matches(long actual) {
            return actual == revision;
        }

        @Override
        public String toString() {
            return Long.toString(revision);
        }
    }

    /** Expects an instance that has no event yet. */
    record MustNotExist() implements ExpectedRevision {
        private static final MustNotExist INSTANCE = new MustNotExist();

        @Override
        public boolean matches(long revision) {
            return revision == 0;
        }

        @Override
        public String toString() {
            return "none";
        }
    }

    /** Expects an instance that has at least one event. */
    record MustExist() implements ExpectedRevision {
        private static final MustExist INSTANCE = new MustExist();

        @Override
        public boolean matches(long revision) {
            return revision != 0;
        }

        @Override
        public String toString() {
            return "some";
        }
    }

    /** Expects nothing. */
    static ExpectedRevision any() {
        return Any.INSTANCE;
    }

    /** Expects exactly this revision. */
    static ExpectedRevision exactly(long revision) {
        return new Exactly(revision);
    }

    /** Expects an instance that has no event yet. */
    static ExpectedRevision mustNotExist() {
        return MustNotExist.INSTANCE;
    }

    /** Expects an instance that has at least one event. */
    static ExpectedRevision mustExist() {
        return MustExist.INSTANCE;
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is none of the four forms
     */
    static ExpectedRevision parse(String text) {
        return switch (text) {
            case "any" -> any();
            case "none" -> mustNotExist();
            case "some" -> mustExist();
            default -> exactly(parseRevision(text));
        };
    }

    private static long parseRevision(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "expected \"any\", \"none\", \"some\" or a revision, but it is \"" + text + "\"", e);
        }
    }
}
