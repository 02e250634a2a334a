/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Avro in Confluent's wire format, behind Kafka's own {@link org.apache.kafka.common.serialization.Serde}: for plain
 * records and sealed interfaces, for generated classes and for generic records. Where schemas get their ids is not
 * known here but by {@link dev.skald.serdes.registry.SchemaRegistry}.
 */
@NullMarked
package dev.skald.serdes.avro;

import org.jspecify.annotations.NullMarked;
