/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shows that Skald's Avro serde and schema registries understand implementations that were written elsewhere, and are
 * understood by them: Avro's own reader, Confluent's serializers, Apicurio's serde and server, two libraries for
 * JavaScript, and a Kafka broker. Nothing here is needed to run Skald.
 */
@NullMarked
package dev.skald.examples.interoperability;

import org.jspecify.annotations.NullMarked;
