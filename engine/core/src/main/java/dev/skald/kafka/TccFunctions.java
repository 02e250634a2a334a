/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.tcc.Answer;

/**
 * What a participant does when it is asked to try, to confirm and to cancel. The functions may block: they run on the
 * threads of a {@link TccWorker}'s pool, several at a time, and those with the same key one after the other.
 *
 * <p>Each returns {@link Answer#done()}, {@link Answer#failed} (it will never be done) or {@link Answer#retry} (not
 * this time). One that throws has failed if it was a try, and is asked again if it was a confirm or a cancel.
 *
 * <p>A try is begun once and never again. A confirm or a cancel is asked for until it is done; if the process dies
 * after it was done and before that was written down, it is asked for once more, so both must bear to be repeated:
 * {@link TccContext#tccId} and {@link TccContext#side} together name what they are about.
 *
 * @param <R> what is asked, the same in all three
 */
public interface TccFunctions<R> {

    /** Checks and reserves, so that confirming cannot fail for a reason of the trade. A retry counts as failed. */
    Answer reserve(TccContext context, R request) throws Exception;

    /** Makes final what was reserved. */
    Answer confirm(TccContext context, R request) throws Exception;

    /**
     * Gives back what was reserved. It may be called after a try that failed or was interrupted, of which nobody knows
     * how far it came, unless {@link TccWorker.Builder#effectsOutside} says that such a try leaves nothing behind.
     */
    Answer cancel(TccContext context, R request) throws Exception;
}
