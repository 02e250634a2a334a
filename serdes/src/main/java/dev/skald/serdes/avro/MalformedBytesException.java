/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import org.apache.avro.AvroRuntimeException;

/** Bytes are not Avro of their schema; becomes an {@link dev.skald.serdes.UnreadableRecordException}. */
final class MalformedBytesException extends AvroRuntimeException {

    private static final long serialVersionUID = 1;

    MalformedBytesException(String message) {
        super(message);
    }
}
