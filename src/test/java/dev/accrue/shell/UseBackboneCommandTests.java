package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told of networks from elsewhere, and when. */
class UseBackboneCommandTests {
    private static final String NOWHERE = "http://127.0.0.1:1/net.pt"; // refused at once

    @TempDir
    Path folder;

    private PlainShell shell;

    @BeforeEach
    void open() {
        shell = new PlainShell(folder);
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void warnsBeforeAProgramIsOpened() {
        assertThat(shell.run("use-backbone " + folder + "/none.pt").text())
                .containsSubsequence("runs code of its own", "there is no file");
        assertThat(shell.run("use-backbone " + NOWHERE + " --input 8").text())
                .containsSubsequence("runs code of its own", "no connection to 127.0.0.1:1");
        assertThat(shell.run("use-backbone djl://ai.djl.pytorch/resnet18_embedding --input 8")
                        .text())
                .containsSubsequence("runs code of its own", "no model zoo");
    }

    @Test
    void saysWhatIsWrongInOneLine() {
        PlainShell.Answer answer = shell.run("use-backbone " + NOWHERE + " --input 8");
        assertThat(answer.status()).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(answer.text()).contains(NOWHERE).doesNotContain("\tat ");
        PlainShell.Answer bucket = shell.run("use-backbone s3://bucket/net.onnx");
        assertThat(bucket.status()).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(bucket.text()).contains("\"s3://bucket/net.onnx\" is no address of a network");
    }

    @Test
    void downloadsNothingInADryRun() {
        assertThat(shell.rehearse("use-backbone " + NOWHERE + " --input 8").status())
                .isEqualTo(ExitStatus.DONE);
        assertThat(shell.rehearse("use-backbone " + NOWHERE).status()).isEqualTo(ExitStatus.SCRIPT_STOPPED);
    }
}
