/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import dev.skald.internal.command.EnginePart;
import dev.skald.internal.command.EngineSettings;
import dev.skald.internal.store.InstancesInStores;
import dev.skald.internal.timer.Alarms;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.StoreBuilder;

/** The coordinator as a part of the topology. */
public final class TccPart {

    private TccPart() {}

    /** The part that coordinates agreements of these types. */
    public static EnginePart of(Map<String, TccDefinition> definitions, EngineSettings settings) {
        Set<StoreBuilder<?>> stores = new HashSet<>(InstancesInStores.builders(TccModel.MODEL));
        stores.add(Alarms.builder(TccModel.ALARM_STORE));
        Starts starts = new Starts(definitions);
        return new EnginePart(
                TccModel.NAME,
                List.of(
                        settings.topics().commands(TccModel.NAME),
                        settings.topics().tccReplies()),
                stores,
                context -> new TccTask(starts, settings, context));
    }
}
