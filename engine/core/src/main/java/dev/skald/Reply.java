/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

/** What the asker of a command is told once the outcome is durable. */
public sealed interface Reply {

    /**
     * The command was carried out.
     *
     * <p>The events it recorded are those at the revisions {@code [revisionBefore, revisionAfter)}: the first at
     * {@code revisionBefore}, the last at {@code revisionAfter - 1}. The two are equal when nothing had to change.
     * {@code revisionAfter} is what a next command may expect.
     *
     * @param revisionBefore the instance's revision before the command
     * @param revisionAfter the instance's revision after the command
     */
    record Accepted(long revisionBefore, long revisionAfter) implements Reply {
        public Accepted {
            if (revisionBefore < 0 || revisionAfter < revisionBefore) {
                throw new IllegalArgumentException("expected 0 <= revision before <= revision after, but they are "
                        + revisionBefore + " and " + revisionAfter);
            }
        }

        /** The number of events that the command recorded. */
        public long events() {
            return revisionAfter - revisionBefore;
        }
    }

    /**
     * The rules refused the command; nothing changed.
     *
     * @param code the stable name of the rule
     * @param reason a sentence for people
     */
    record Rejected(String code, String reason) implements Reply {
        public Rejected {
            requireNonNull(code, "code");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * The instance was not at the expected revision; the command was not decided and nothing changed.
     *
     * @param expected what the command expected
     * @param actual the revision the instance had
     */
    record Conflict(ExpectedRevision expected, long actual) implements Reply {
        public Conflict {
            requireNonNull(expected, "expected");
        }
    }

    /**
     * The command could not be handled; nothing changed, and its record is in the dead-letter topic.
     *
     * @param cause the class name of the exception
     * @param message the message of the exception
     */
    record Failed(String cause, String message) implements Reply {
        public Failed {
            requireNonNull(cause, "cause");
            requireNonNull(message, "message");
        }
    }

    /**
     * This reply if it is {@link Accepted}.
     *
     * @throws NotAcceptedException carrying this reply if it is not
     */
    default Accepted orElseThrow() {
        if (this instanceof Accepted accepted) {
            return accepted;
        }
        throw new NotAcceptedException(this);
    }
}
