/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died of an error of the infrastructure, unless they die all the time.
 *
 * <p>What a client sends never kills a thread, so each death is worth a log line at error level.
 */
final class RestartingHandler implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RestartingHandler.class);
    private static final int MOST_DEATHS = 10;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final LongSupplier nanoClock;
    private final Deque<Long> deaths = new ArrayDeque<>();

    RestartingHandler(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
        long now = nanoClock.getAsLong();
        deaths.addLast(now);
        while (now - deaths.getFirst() > WITHIN.toNanos()) {
            deaths.removeFirst();
        }
        if (deaths.size() > MOST_DEATHS) {
            LOG.error(
                    "{} stream threads have died within {}: this instance of the application stops",
                    deaths.size(),
                    WITHIN,
                    exception);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.error("a stream thread has died and is replaced", exception);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
