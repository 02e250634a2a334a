/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that the broker keeps for the group of an application under {@code group.protocol=streams}, where
 * Streams leaves them to it.
 */
public final class GroupSettings {

    private static final Logger LOG = LoggerFactory.getLogger(GroupSettings.class);

    private static final Map<String, String> WANTED =
            Map.of("streams.num.standby.replicas", "1", "streams.session.timeout.ms", "6000");

    private GroupSettings() {}

    /** Sets them if the application uses that protocol; what the broker does not allow is logged and left as it is. */
    public static void apply(Admin admin, StreamsConfig streams) {
        if (!"streams".equalsIgnoreCase(streams.getString(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
            return;
        }
        ConfigResource group =
                new ConfigResource(ConfigResource.Type.GROUP, streams.getString(StreamsConfig.APPLICATION_ID_CONFIG));
        // One by one: the broker refuses all that are asked for together if it refuses one.
        WANTED.forEach((name, value) -> apply(admin, group, name, value));
    }

    private static void apply(Admin admin, ConfigResource group, String name, String value) {
        List<AlterConfigOp> change = new ArrayList<>();
        change.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
        try {
            admin.incrementalAlterConfigs(Map.of(group, change)).all().get();
        } catch (ExecutionException e) {
            LOG.warn(
                    "the broker does not allow {}={} for group {}: {}",
                    name,
                    value,
                    group.name(),
                    e.getCause() == null ? e : e.getCause().getMessage());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
