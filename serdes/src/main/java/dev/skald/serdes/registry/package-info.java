/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where Avro schemas get their ids: a registry server with Confluent's REST API, a topic in Kafka alone, or the memory
 * of this process. Nothing here reads or writes values; that is for the serdes, which know a registry only by
 * {@link dev.skald.serdes.registry.SchemaRegistry}.
 */
@NullMarked
package dev.skald.serdes.registry;

import org.jspecify.annotations.NullMarked;
