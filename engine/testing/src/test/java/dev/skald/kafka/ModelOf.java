/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.internal.model.AggregateModel;

/** Opens an aggregate type for tests of the engine's inside. */
public final class ModelOf {

    private ModelOf() {}

    /** What the engine knows of the type. */
    public static <S, C, E> AggregateModel<S, C, E> type(AggregateType<S, C, E> type) {
        return type.model();
    }
}
