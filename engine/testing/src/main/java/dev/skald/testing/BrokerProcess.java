/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The main class of an embedded broker's process; public only because Java wants it so. */
public final class BrokerProcess {

    private BrokerProcess() {}

    /**
     * Formats the storage if it is new, and runs the broker.
     *
     * @param arguments the path of its properties
     */
    public static void main(String[] arguments) throws IOException {
        ForkedJvm.endWithParent();
        String config = arguments[0];
        Properties properties = new Properties();
        try (InputStream file = new FileInputStream(config)) {
            properties.load(file);
        }
        Path data = Path.of(properties.getProperty("log.dirs"));
        if (!Files.exists(data.resolve("meta.properties"))) {
            String[] format = {
                "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", config, "--ignore-formatted"
            };
            int status = StorageTool.execute(format, System.out);
            if (status != 0) {
                System.exit(status);
            }
        }
        Kafka.main(new String[] {config});
    }
}
