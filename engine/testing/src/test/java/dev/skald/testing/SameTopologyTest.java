/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.TccType;
import dev.skald.testing.account.TextSerde;
import dev.skald.testing.stock.Stock;
import dev.skald.testing.stock.Stock.Pieces;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.TopologyDescription.Subtopology;
import org.junit.jupiter.api.Test;

/** Streams gives parts of a topology their numbers as they are added; two instances that differ in them cannot work. */
class SameTopologyTest {

    private static String numbers(List<String> names) {
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
                .map(SameTopologyTest::number)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String number(Subtopology part) {
        return part.id() + " "
                + part.nodes().stream().map(node -> node.name()).sorted().toList();
    }

    @Test
    void partsHaveTheSameNumbersInWhateverOrderTheyWereAdded() {
        List<String> names = IntStream.range(0, 12)
                .mapToObj(i -> "stock-" + i)
                .collect(Collectors.toCollection(java.util.ArrayList::new));
        String numbers = numbers(names);
        Collections.reverse(names);

        assertThat(numbers(names)).isEqualTo(numbers);
        assertThat(numbers.lines()).hasSize(13);
    }
}
