/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.client;

import dev.skald.OutcomeUnknownException;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its answer. Answered on the receiver's thread; failed on any.
 *
 * @param <T> the answer
 */
public abstract class Pending<T> {

    private final String requestId;
    private final long deadlineNanos;
    private final CompletableFuture<T> future = new CompletableFuture<>();

    /** A request that waits until then, on the clock of {@link System#nanoTime}. */
    protected Pending(String requestId, long deadlineNanos) {
        this.requestId = requestId;
        this.deadlineNanos = deadlineNanos;
    }

    /** Takes one record of the answer; returns the answer when it is complete, else null. */
    protected abstract @Nullable T receive(ConsumerRecord<byte[], byte[]> record);

    /** Takes one record of the answer; returns whether the request is over. */
    final boolean offer(ConsumerRecord<byte[], byte[]> record) {
        try {
            T answer = receive(record);
            return answer != null && complete(answer);
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
            return true;
        }
    }

    private boolean complete(T answer) {
        future.complete(answer);
        return true;
    }

    final void fail(String why, @Nullable Throwable cause) {
        future.completeExceptionally(new OutcomeUnknownException(requestId, why, cause));
    }

    final void refuse(Throwable cause) {
        future.completeExceptionally(cause);
    }

    final String requestId() {
        return requestId;
    }

    final boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }

    final CompletableFuture<T> future() {
        return future;
    }
}
