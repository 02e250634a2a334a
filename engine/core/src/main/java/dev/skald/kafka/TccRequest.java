/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.util.Objects.requireNonNull;

import dev.skald.InstanceId;
import dev.skald.internal.tcc.TccMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for one agreement: who is asked about what. Not safe for use by several threads.
 *
 * <pre>{@code
 * TRIP.request("trip-7")
 *         .ask(FLIGHTS, "LH123", new Seats(2))
 *         .ask(HOTELS, "hotel-9", new Rooms(1))
 * }</pre>
 */
public final class TccRequest {

    private final TccType type;
    private final String id;
    private final List<TccMessage.Ask> sides = new ArrayList<>();

    TccRequest(TccType type, String id) {
        this.type = requireNonNull(type, "type");
        this.id = InstanceId.check(id);
    }

    /**
     * Asks a participant; its name is the name of the side.
     *
     * @param key what it is asked about: the id of an instance if the participant is an aggregate; requests about the
     *     same are handled in order
     */
    public <R> TccRequest ask(ParticipantType<R> participant, String key, R request) {
        return ask(participant.name(), participant, key, request);
    }

    /**
     * Asks a participant, under a name of its own: for a participant that is asked about several things.
     *
     * @throws IllegalArgumentException if the type of the agreement does not have the participant, or a side has this
     *     name already
     */
    public <R> TccRequest ask(String side, ParticipantType<R> participant, String key, R request) {
        if (sides.stream().anyMatch(each -> each.name().equals(side))) {
            throw new IllegalArgumentException(
                    "expected each side to have a name of its own, but two are named " + side);
        }
        sides.add(type.ask(InstanceId.check(side), participant, InstanceId.check(key), request));
        return this;
    }

    /** The agreement's id. */
    public String id() {
        return id;
    }

    /** The agreement's type. */
    public TccType type() {
        return type;
    }

    TccMessage.Start message() {
        return new TccMessage.Start(type.name(), sides);
    }
}
