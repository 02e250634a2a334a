/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.TccType;
import dev.skald.testing.account.TextSerde;
import dev.skald.testing.stock.Stock;
import dev.skald.testing.stock.Stock.Pieces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.streams.TopologyDescription.Subtopology;
import org.junit.jupiter.api.Test;

/**
 * Streams gives parts of a topology their numbers as they are added; two instances that differ in them cannot work. The
 * order has to be the same in each process, so it is that of the names: one that only follows from the iteration of a
 * hash map is the same throughout this process, and another one in the next.
 */
class SameTopologyTest {

    private static final List<String> NAMES =
            IntStream.range(0, 12).mapToObj("stock-%02d"::formatted).toList();

    /** The sources of the parts, in the order of the parts' numbers. */
    private static List<String> sources(List<String> names) {
        SkaldApplication.Builder application = SkaldApplication.named("test").partitions(1);
        TccType.Builder deal = TccType.named("deal");
        for (String name : names) {
            var stock = Stock.type(name);
            var participant = ParticipantType.named("p-" + name, TextSerde.of(Pieces.class))
                    .withPartitions(1);
            application.aggregate(stock).participant(participant, stock, Stock.PARTICIPANT);
            deal.participant(participant);
        }
        return application.tcc(deal.build()).build().topology().describe().subtopologies().stream()
                .sorted(Comparator.comparingInt(Subtopology::id))
                .flatMap(part -> part.nodes().stream())
                .map(node -> node.name())
                .filter(name -> name.endsWith("-commands"))
                .toList();
    }

    @Test
    void partsAreNumberedInTheOrderOfTheirNamesInWhateverOrderTheyWereAdded() {
        List<String> expected = new ArrayList<>();
        NAMES.forEach(name -> expected.add("skald-" + name + "-commands"));
        expected.add("skald-tcc-commands");
        List<String> reversed = new ArrayList<>(NAMES);
        Collections.reverse(reversed);

        assertThat(sources(NAMES)).isEqualTo(expected);
        assertThat(sources(reversed)).isEqualTo(expected);
    }
}
