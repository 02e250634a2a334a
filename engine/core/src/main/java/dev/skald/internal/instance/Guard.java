/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import dev.skald.HandlingException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Calls the user's code and marks what it throws, so that it is never taken for an error of the infrastructure. */
public final class Guard {

    private Guard() {}

    /**
     * Calls a rule.
     *
     * @throws RetriableException as it was thrown: something outside is away, and nothing is wrong with what is handled
     * @throws HandlingException with whatever it threw, or because it gave null
     */
    public static <T> T rules(Supplier<? extends @Nullable T> call, String name) {
        T result;
        try {
            result = call.get();
        } catch (RetriableException e) {
            // Of a serde whose schema registry is away, for example: the record is as good as any, later.
            throw e;
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
            throw new HandlingException(e);
        }
        if (result == null) {
            throw new HandlingException(new IllegalStateException("expected a result of " + name + ", but it is null"));
        }
        return result;
    }
}
