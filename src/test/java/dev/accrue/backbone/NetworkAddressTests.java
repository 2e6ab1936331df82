package dev.accrue.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.backbone.ForeignBackbone.Format;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAddressTests {

    @Test
    void readsAddressesOfFiles() {
        String text = "https://example.org/nets/Features.ONNX?download=true";
        assertThat(NetworkAddress.parse(text)).isEqualTo(new NetworkAddress.Web(text, URI.create(text), Format.ONNX));
        assertThat(NetworkAddress.parse("HTTP://localhost:8080/a.pth").format()).isEqualTo(Format.TORCHSCRIPT);
    }

    @Test
    void readsAddressesOfModelZoos() {
        String brief = "djl://ai.djl.pytorch/resnet18_embedding";
        assertThat(NetworkAddress.parse(brief))
                .isEqualTo(new NetworkAddress.Zoo(
                        brief, "ai.djl.pytorch", "resnet18_embedding", Optional.empty(), Optional.empty()));
        String whole = "djl://ai.djl.pytorch/resnet/0.0.1/traced_resnet18";
        assertThat(NetworkAddress.parse(whole))
                .isEqualTo(new NetworkAddress.Zoo(
                        whole, "ai.djl.pytorch", "resnet", Optional.of("0.0.1"), Optional.of("traced_resnet18")));
        assertThat(NetworkAddress.parse(whole).format()).isEqualTo(Format.TORCHSCRIPT);
        assertThat(NetworkAddress.parse("djl://ai.djl.onnxruntime/resnet").format())
                .isEqualTo(Format.ONNX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/net.onnx",
                "file:/home/net.onnx",
                "ftp://example.org/net.onnx",
                "https://example.org/net.h5",
                "https://example.org/?net.onnx",
                "https:///net.onnx",
                "https://exa mple.org/net.onnx",
                "djl://ai.djl.pytorch",
                "djl://ai.djl.pytorch/",
                "djl://ai.djl.pytorch/resnet/traced_resnet18",
                "djl://ai.djl.pytorch/../../resnet"
            })
    void refusesWhatNothingCanBeDownloadedFrom(String text) {
        assertThat(NetworkAddress.isOne(text)).isTrue();
        assertThatThrownBy(() -> NetworkAddress.parse(text))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContainingAll(text, "expected https://", "djl://", "then name the file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.onnx", "/home/net.pt", "a:b.onnx", "C:/net.onnx", "folder/net.pt", "", "://"})
    void takesNamesOfFilesForWhatTheyAre(String text) {
        assertThat(NetworkAddress.isOne(text)).isFalse();
    }
}
