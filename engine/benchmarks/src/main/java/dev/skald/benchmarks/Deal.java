/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.Decision;
import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.TccRequest;
import dev.skald.kafka.TccType;
import dev.skald.tcc.TccParticipant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Agreements between meters: an event for each try, confirm and cancel.
 *
 * @param type the type of agreement
 * @param sides its participants
 */
record Deal(TccType type, List<ParticipantType<byte[]>> sides) {

    static final int MOST_SIDES = 5;

    private static final int READING_BYTES = 100;

    /** A request that begins so is refused. */
    private static final byte REFUSED = -1;

    /** Each phase is a reading. */
    static final TccParticipant<byte[], byte[], byte[]> RULES = new TccParticipant<>() {
        @Override
        public Decision<byte[]> reserve(byte[] state, String tccId, byte[] request) {
            return request[0] == REFUSED ? Decision.reject("refused", "as asked for") : Decision.accept(request);
        }

        @Override
        public Decision<byte[]> confirm(byte[] state, String tccId, byte[] request) {
            return Decision.accept(request);
        }

        @Override
        public Decision<byte[]> cancel(byte[] state, String tccId, byte[] request) {
            return Decision.accept(request);
        }
    };

    Deal {
        sides = List.copyOf(sides);
    }

    static Deal of(String application) {
        List<ParticipantType<byte[]>> sides = new ArrayList<>();
        TccType.Builder type = TccType.named("deal");
        for (int i = 0; i < MOST_SIDES; i++) {
            ParticipantType<byte[]> side = ParticipantType.named(application + "-side-" + i, Serdes.ByteArray())
                    .withPartitions(Setup.PARTITIONS);
            sides.add(side);
            type.participant(side);
        }
        return new Deal(type.build(), sides);
    }

    /** The records that are handled for an agreement of so many sides: its start, and four for each side. */
    static int records(int sides) {
        return 1 + 4 * sides;
    }

    TccRequest request(String id, int number, int sidesAsked, boolean refused) {
        TccRequest request = type.request(id);
        for (int side = 0; side < sidesAsked; side++) {
            byte[] reading = Meter.reading(READING_BYTES);
            reading[0] = refused && side == 0 ? REFUSED : 0;
            request.ask(sides.get(side), "meter-" + (number * sidesAsked + side), reading);
        }
        return request;
    }
}
