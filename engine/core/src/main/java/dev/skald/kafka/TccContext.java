/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.tcc.Phase;
import java.time.Instant;
import java.util.Optional;

/** What is known about a request beside the request itself. Safe for use by several threads. */
public interface TccContext {

    /** The agreement. */
    String tccId();

    /** The type of the agreement; empty if the one who asks has not said it. */
    String tccType();

    /** The name of the side that is asked. An agreement can ask the same participant as several sides. */
    String side();

    /** What is asked for. */
    Phase phase();

    /** What it is about: requests with the same key are handled one after the other. */
    String key();

    /** The number of the attempt, from 1. */
    int attempt();

    /** Until when an answer is waited for; {@link Instant#MAX} if the one who asks has not said it. */
    Instant answerBy();

    /**
     * Whether the answer will still be of use. It will not when its time is up, when a try is cancelled while it runs,
     * and when the worker is about to stop or has lost the request to another one. The thread is interrupted then.
     */
    boolean isStillWanted();

    /**
     * Says that it takes longer: the time to answer begins anew. To be called before the time is up; more often than
     * every 100 ms has no effect.
     */
    void stillWorking();

    /** The W3C trace context of the request, if it has one. */
    Optional<String> traceparent();
}
