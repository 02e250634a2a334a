/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests of JUnit 5 an {@link EmbeddedKafka} as a parameter: one broker, started when it is first asked for,
 * shared by all test classes of the run, and closed at its end.
 *
 * <pre>{@code
 * @ExtendWith(EmbeddedKafkaExtension.class)
 * class AccountIT {
 *     @Test
 *     void works(EmbeddedKafka kafka) { … }
 * }
 * }</pre>
 *
 * <p>Share it by using other application ids; a test that kills or stops a broker starts one of its own.
 */
public final class EmbeddedKafkaExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(EmbeddedKafkaExtension.class);

    /** Created by JUnit. */
    public EmbeddedKafkaExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedKafka.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Shared.class, type -> new Shared(EmbeddedKafka.start()), Shared.class)
                .kafka();
    }

    private record Shared(EmbeddedKafka kafka) implements AutoCloseable {

        @Override
        public void close() {
            kafka.close();
        }
    }
}
