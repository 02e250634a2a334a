/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandOfAnotherAggregateTest {

    @TempDir
    private Path classes;

    private List<String> errorsOfSending(String command) {
        String source = """
                import dev.skald.kafka.*;
                class Sender {
                    record OpenAccount() {}
                    record ShipOrder() {}
                    void send(SkaldClient client, AggregateType<Integer, OpenAccount, String> account) {
                        client.send(account, "a-1", %s);
                    }
                }
                """.formatted(command);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Sender.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        compiler.getTask(null, null, diagnostics, options, null, List.of(file)).call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Diagnostic::getCode)
                .collect(Collectors.toList());
    }

    @Test
    void itDoesNotCompile() {
        assertThat(errorsOfSending("new OpenAccount()")).isEmpty();
        assertThat(errorsOfSending("new ShipOrder()")).hasSize(1);
    }
}
