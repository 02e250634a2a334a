/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.internal.store.RecordLimit;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs sessions one after the other until it is closed: what goes wrong ends one and begins the next, unless somebody
 * has to do something first. Safe for use by several threads.
 */
public final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long PAUSE_MS = 1_000;
    private static final long GRACE_MS = 2_000;

    private final WorkerSettings settings;
    private final RecordLimit limit;
    private final RequestHandler handler;
    private final ExecutorService pool;
    private final Thread thread;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Session session;
    private volatile @Nullable Throwable failure;
    private volatile Duration patience = Duration.ZERO;

    /** Creates a worker; its topics have to be there. */
    public Worker(WorkerSettings settings, RecordLimit limit, RequestHandler handler) {
        this.settings = settings;
        this.limit = limit;
        this.handler = handler;
        String name = "skald-worker-" + settings.topics().participant();
        this.pool = Executors.newFixedThreadPool(settings.capacity().threads(), threads(name));
        this.thread = new Thread(this::run, name);
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Begins to work. Called once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!isClosing()) {
                work();
            }
        } catch (Throwable e) {
            failure = e;
            LOG.error(
                    "the worker of {} has stopped and does not come back by itself: see what is wrong, then start it"
                            + " again; nothing is lost, requests wait in {}",
                    settings.topics().participant(),
                    settings.topics().requests(),
                    e);
        } finally {
            pool.shutdownNow();
            stopped.countDown();
        }
    }

    private void work() {
        try (Session open = new Session(settings, limit, handler, pool)) {
            session = open;
            while (!isClosing()) {
                open.turn();
                if (open.isReady()) {
                    ready.countDown();
                }
            }
            open.finish(patience);
        } catch (RuntimeException e) {
            if (e instanceof InterruptException && isClosing()) {
                LOG.warn(
                        "the worker of {} had no time to end in order",
                        settings.topics().participant());
                return;
            }
            if (Failures.needHelp(e)) {
                throw e;
            }
            LOG.warn(
                    "the worker of {} leaves its group and joins it anew in {} ms",
                    settings.topics().participant(),
                    PAUSE_MS,
                    e);
            pause();
        } finally {
            session = null;
        }
    }

    private void pause() {
        try {
            if (closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                LOG.debug("closed while it paused");
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Whether it works, or tries to. */
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }

    /** What it has stopped of; null if it has not. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Waits until it has joined its group and read the fence of its partitions; returns whether that came in time. */
    public boolean awaitReady(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (isRunning() && System.nanoTime() < deadline) {
                if (ready.await(10, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            return ready.getCount() == 0;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Waits until it has stopped. */
    public void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Begins nothing more, ends what runs within this time, and leaves; returns whether it was in time. */
    public boolean close(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        patience = timeout;
        closing.countDown();
        Session open = session;
        if (open != null) {
            open.wakeUp();
        }
        try {
            // What is left of the time after that is for leaving the group.
            if (stopped.await(deadline - System.nanoTime() + GRACE_MS * 1_000_000, TimeUnit.NANOSECONDS)) {
                return true;
            }
            thread.interrupt();
            return stopped.await(GRACE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
