/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import dev.skald.Reply;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an operator's order names: the agreement, and the note that is kept in its log. */
final class Order {

    @Parameters(paramLabel = "ID", description = "The agreement's id.")
    private String id = "";

    @Option(
            names = "--note",
            required = true,
            paramLabel = "TEXT",
            description = "Who orders it and why; it is kept in the agreement's log.")
    private String note = "";

    /** The agreement's id. */
    String id() {
        return id;
    }

    /** The note. */
    String note() {
        if (note.isBlank()) {
            throw ToolException.usage("expected a note that says who orders it and why, but it is blank");
        }
        return note;
    }

    /**
     * Waits until the coordinator has recorded an order.
     *
     * @throws ToolException if it refuses
     */
    void awaitRecorded(CompletionStage<Reply> reply, Connection connection) {
        Reply answered = reply.toCompletableFuture().join();
        if (answered instanceof Reply.Rejected rejected) {
            throw ToolException.failed(
                    rejected.code().equals("unknown-tcc")
                            ? "application %s has no agreement %s".formatted(connection.application(), id)
                            : "agreement %s: %s (%s)".formatted(id, rejected.reason(), rejected.code()));
        }
        answered.orElseThrow();
    }
}
