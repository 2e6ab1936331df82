package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.backbone.djl.DjlBackboneEngine;
import dev.accrue.backbone.djl.TorchScriptFile;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A model on a network of DJL's model zoo, with all but the transfer: it lies in DJL's cache folder already. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ZooBackboneTests {
    private static final String CACHE = "DJL_CACHE_DIR";
    private static final String ADDRESS = "djl://ai.djl.pytorch/resnet18_embedding";

    @TempDir
    Path folder;

    @AfterEach
    void forgetTheCache() {
        System.clearProperty(CACHE);
    }

    private void fillTheCache() throws IOException {
        Path resource =
                folder.resolve("djl/cache/repo/model/cv/image_classification/ai/djl/pytorch/resnet18_embedding");
        Path network = Files.createDirectories(resource.resolve("0.0.1/resnet18_embedding"));
        Files.writeString(resource.resolve("metadata.json"), """
                {"metadataVersion": "0.1", "resourceType": "model", "application": "cv/image_classification",
                 "groupId": "ai.djl.pytorch", "artifactId": "resnet18_embedding", "name": "resnet18_embedding",
                 "artifacts": [{"version": "0.0.1", "name": "resnet18_embedding", "files": {
                   "model": {"uri": "0.0.1/resnet18_embedding.zip", "name": "", "size": 1000}}}]}
                """);
        Files.write(network.resolve("resnet18_embedding.pt"), TorchScriptFile.of("torch.mean(x, [2, 3])"));
    }

    @Test
    void learnsOnANetworkOfAModelZoo() throws IOException {
        fillTheCache();
        DjlBackboneEngine engine = new DjlBackboneEngine();
        engine.description(); // started before DJL keeps its libraries elsewhere, too
        System.setProperty(CACHE, folder.resolve("djl").toString());
        try (ModelSession session = Sessions.open(folder, "store", engine)) {
            UseBackbone.Result result = new UseBackbone(session)
                    .run(
                            new UseBackbone.Request(
                                    ADDRESS,
                                    Map.of("input", "8"),
                                    List.of("last"),
                                    Views.Scatter.AUTO,
                                    "lda",
                                    "use-backbone " + ADDRESS),
                            Progress.NONE);
            assertThat(result.backbone()).isEqualTo("torchscript input=8");
            assertThat(result.featureDimension()).isEqualTo(3);
            assertThat(session.head().provenance().summary()).isEqualTo("took the backbone " + ADDRESS);
            assertThat(session.store().backbone(session.head().backbone()).training())
                    .contains("\"address\":\"" + ADDRESS + "\"", "\"file\":\"resnet18_embedding.pt\"");
            ImageChoice shapes = new ImageChoice(
                    Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(10), 1, false);
            new AddClasses(session)
                    .run(new AddClasses.Request(shapes, List.of("circle", "square"), 0, "add-class"), Progress.NONE);
            assertThat(session.model().classes()).containsExactly("circle", "square");
        }
    }
}
