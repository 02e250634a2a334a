/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @Test
    void aBrokerIsStartedAgainOnItsDataAndPortAfterItWasKilled(@TempDir Path directory) {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().directory(directory).start()) {
            String servers = kafka.bootstrapServers();
            kafka.kill();
            kafka.restart();
            assertThat(kafka.bootstrapServers()).isEqualTo(servers);
        }
    }

    @Test
    void aBrokerWhoseControllerFindsItsPortTakenSaysSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listeners = "BROKER://127.0.0.1:0,CONTROLLER://127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedKafka.builder()
                            .property("listeners", listeners)
                            .property("controller.quorum.voters", "1@127.0.0.1:" + taken.getLocalPort())
                            .start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void aGivenPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            EmbeddedKafka.builder().port(taken.getLocalPort()).start())
                    .hasMessageContaining("port " + taken.getLocalPort() + " is not free");
        }
    }
}
