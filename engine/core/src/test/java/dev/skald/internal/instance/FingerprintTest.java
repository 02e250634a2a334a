/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void aUuidIsItsOwnFingerprint() {
        UUID id = UUID.randomUUID();
        assertThat(Fingerprint.of(id.toString())).isEqualTo(id);
    }

    @Test
    void otherTextsHaveFingerprintsOfTheirOwn() {
        String id = "0f8fad5b-d9cb-469f-a165-70867728950e";
        assertThat(Fingerprint.of(id.toUpperCase(java.util.Locale.ROOT))).isNotEqualTo(Fingerprint.of(id));
        assertThat(Fingerprint.of("order-1")).isNotEqualTo(Fingerprint.of("order-2"));
        assertThat(Fingerprint.of("order-1")).isEqualTo(Fingerprint.of("order-1"));
        assertThat(Fingerprint.of("0f8fad5b-d9cb-469f-a165-70867728950g")).isNotNull();
    }
}
