/* SPDX-License-Identifier: Apache-2.0 */
/** JSON for records and sealed interfaces, behind Kafka's own {@link org.apache.kafka.common.serialization.Serde}. */
@NullMarked
package dev.skald.serdes.json;

import org.jspecify.annotations.NullMarked;
