/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.internal.command.Outbox.Asker;
import dev.skald.internal.instance.Instances;

/** Answers requests for state and history. */
public final class QueryHandler<S, E> {

    /** How many events one request is answered with; the client asks for the rest. */
    static final int MOST_EVENTS = 1000;

    private final Instances<S, E> instances;
    private final Outbox<S, ?, E> outbox;

    /** Creates a handler that answers through this outbox. */
    public QueryHandler(Instances<S, E> instances, Outbox<S, ?, E> outbox) {
        this.instances = instances;
        this.outbox = outbox;
    }

    /** Answers a request. */
    public void answer(Request request, Asker asker) {
        if (request.kind() == Request.Kind.STATE) {
            state(request, asker);
        } else {
            history(request, asker);
        }
    }

    private void state(Request request, Asker asker) {
        RevisionRange range = request.range();
        outbox.state(
                asker,
                range.isOpen()
                        ? instances.state(request.instanceId())
                        : instances.stateAt(request.instanceId(), range.to()));
    }

    private void history(Request request, Asker asker) {
        String id = request.instanceId();
        long revision = instances.state(id).revision();
        long from = request.range().from();
        long asked = request.range().isOpen() ? revision : request.range().to();
        long to = Math.min(asked, from + MOST_EVENTS);
        instances.history(id, from, to, event -> {
            outbox.event(asker, event);
            return true;
        });
        outbox.endOfHistory(asker, new RevisionRange(from, to), asked);
    }
}
