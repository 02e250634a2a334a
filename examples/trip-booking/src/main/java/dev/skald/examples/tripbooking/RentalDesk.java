/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.Reply;
import dev.skald.examples.tripbooking.Garage.Command;
import dev.skald.examples.tripbooking.Garage.Hire;
import dev.skald.examples.tripbooking.Garage.Hold;
import dev.skald.examples.tripbooking.Garage.Release;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TccContext;
import dev.skald.kafka.TccFunctions;
import dev.skald.kafka.TccWorker;
import dev.skald.tcc.Answer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where cars are hired: slow, and with effects elsewhere. A clerk looks things up and then tells the garage, and waits
 * for it; the garage could as well be a database or somebody else's service.
 */
final class RentalDesk implements TccFunctions<RentalDesk.Cars> {

    private static final int CLERKS = 32;
    private static final int LONGEST_LOOK_MS = 20;

    /** So many cars, please. */
    record Cars(int number) {}

    private final SkaldClient garages;

    RentalDesk(SkaldClient garages) {
        this.garages = garages;
    }

    static TccWorker open(SkaldClient garages, String bootstrapServers) {
        return TccWorker.of(Agency.CARS, new RentalDesk(garages))
                .bootstrapServers(bootstrapServers)
                .threads(CLERKS)
                .start();
    }

    @Override
    public Answer reserve(TccContext context, Cars request) throws InterruptedException {
        return tell(context, new Hold(context.tccId(), request.number()));
    }

    @Override
    public Answer confirm(TccContext context, Cars request) throws InterruptedException {
        return tell(context, new Hire(context.tccId()));
    }

    @Override
    public Answer cancel(TccContext context, Cars request) throws InterruptedException {
        return tell(context, new Release(context.tccId()));
    }

    /** If the garage does not answer, nobody knows what it did: that is thrown, and cancelled or asked for again. */
    private Answer tell(TccContext context, Command command) throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_LOOK_MS));
        Reply reply = garages.sendAndWait(Garage.TYPE, context.key(), command);
        if (reply instanceof Reply.Rejected rejected) {
            return Answer.failed(rejected.code(), rejected.reason());
        }
        reply.orElseThrow();
        return Answer.done();
    }
}
