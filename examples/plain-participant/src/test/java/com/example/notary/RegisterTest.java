/* SPDX-License-Identifier: Apache-2.0 */
package com.example.notary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisterTest {

    @TempDir
    private Path directory;

    private Register open() {
        return new Register(directory.resolve("register"));
    }

    @Test
    void aDocumentIsReservedForOneAgreementUntilThatIsCanceled() {
        try (Register register = open()) {
            assertThat(register.reserve("t-1", "deed")).isEqualTo(Answer.DONE);
            assertThat(register.reserve("t-2", "deed").code()).isEqualTo("taken");
            assertThat(register.cancel("t-2")).isEqualTo(Answer.DONE);
            assertThat(register.reserve("t-3", "deed").code()).isEqualTo("taken");
            assertThat(register.cancel("t-1")).isEqualTo(Answer.DONE);
            assertThat(register.reserve("t-4", "deed")).isEqualTo(Answer.DONE);
            assertThat(register.confirm("t-4")).isEqualTo(Answer.DONE);
            assertThat(register.cancel("t-4").code()).isEqualTo("confirmed-before");
        }
    }

    @Test
    void whatIsAskedAgainIsAnsweredAgain() {
        try (Register register = open()) {
            register.reserve("t-1", "deed");
            register.confirm("t-1");
            assertThat(register.reserve("t-1", "deed")).isEqualTo(Answer.DONE);
            assertThat(register.confirm("t-1")).isEqualTo(Answer.DONE);
            assertThat(register.cancel("t-2")).as("never tried").isEqualTo(Answer.DONE);
            assertThat(register.reserve("t-2", "will").code()).isEqualTo("canceled-before");
            assertThat(register.confirm("t-3").code()).isEqualTo("not-tried");
        }
    }

    @Test
    void theRegisterKnowsAfterwardsWhatItKnewBeforeExceptForALineThatWasCutOff() throws IOException {
        try (Register register = open()) {
            register.reserve("t-1", "deed");
            register.confirm("t-1");
            register.reserve("t-2", "will");
            register.cancel("t-2");
        }
        Files.writeString(directory.resolve("register"), "t-3\tRESERVED\tle", StandardOpenOption.APPEND);
        try (Register register = open()) {
            assertThat(register.reserve("t-4", "deed").code()).isEqualTo("taken");
            assertThat(register.reserve("t-5", "will")).isEqualTo(Answer.DONE);
            assertThat(register.confirm("t-3").code()).isEqualTo("not-tried");
        }
        try (Register register = open()) {
            assertThat(register.confirm("t-5")).isEqualTo(Answer.DONE);
        }
    }
}
