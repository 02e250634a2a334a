/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link RegistryServer}: one for all classes of the run, with subjects that each test names its own.
 * Skips them where there is no Java that is new enough for it.
 */
final class RegistryServerExtension implements ExecutionCondition, ParameterResolver {

    private static final int NEEDED_JAVA = 21;

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(RegistryServerExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return JavaHome.atLeast(NEEDED_JAVA).isPresent()
                ? ConditionEvaluationResult.enabled("there is a Java for the registry server")
                : ConditionEvaluationResult.disabled(
                        ("The registry server needs Java %d or later; none was found beside"
                                        + " the running one or in a variable JAVA_HOME*.")
                                .formatted(NEEDED_JAVA));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RegistryServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Shared.class,
                        type -> new Shared(RegistryServer.start(
                                JavaHome.atLeast(NEEDED_JAVA).orElseThrow())),
                        Shared.class)
                .server();
    }

    private record Shared(RegistryServer server) implements AutoCloseable {

        @Override
        public void close() {
            server.close();
        }
    }
}
