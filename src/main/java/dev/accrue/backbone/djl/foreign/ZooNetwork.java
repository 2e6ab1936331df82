package dev.accrue.backbone.djl.foreign;

import static dev.accrue.common.Messages.text;

import ai.djl.Application;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.repository.Version;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.util.Progress;
import dev.accrue.backbone.ForeignBackbone.Format;
import dev.accrue.backbone.NetworkAddress;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an address of one of DJL's model zoos means: a group, an artifact of it, one of the artifact's networks, its file. */
final class ZooNetwork {
    private final NetworkAddress.Zoo address;
    private final @Nullable Repository repository;

    /** @param repository to look in; null for the zoo's own */
    ZooNetwork(NetworkAddress.Zoo address, @Nullable Repository repository) {
        this.address = address;
        this.repository = repository;
    }

    /**
     * Downloads what is not in DJL's cache folder.
     *
     * @param transfer told the bytes
     * @return the one network file, in that folder
     * @throws AccrueException NOT_FOUND when there is no such network, USAGE when there are several, BAD_DATA when it is
     *     not one file of a {@link Format}
     * @throws IOException when it cannot be had
     */
    Path file(Progress transfer) throws IOException {
        ModelLoader loader = loader();
        Repository where = repository == null ? loader.getMrl().getRepository() : repository;
        MRL resource = where.model(loader.getApplication(), address.group(), address.artifact());
        Artifact artifact = artifact(resource.listArtifacts());
        where.prepare(artifact, transfer);
        return networkIn(where.getResourceDirectory(artifact));
    }

    private ModelLoader loader() {
        ModelZoo zoo = ModelZoo.getModelZoo(address.group());
        if (zoo == null || zoo.getModelLoaders().isEmpty()) {
            String groups = ModelZoo.listModelZoo().stream()
                    .filter(each -> !each.getModelLoaders().isEmpty())
                    .map(ModelZoo::getGroupId)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw notFound(text("backbone.zoo.noGroup", address.text(), address.group(), groups));
        }
        ModelLoader loader = zoo.getModelLoader(address.artifact());
        if (loader == null) {
            String others = zoo.getModelLoaders().stream()
                    .filter(each -> Application.CV.IMAGE_CLASSIFICATION.equals(each.getApplication()))
                    .map(ModelLoader::getArtifactId)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw notFound(
                    text("backbone.zoo.noArtifact", address.text(), address.group(), address.artifact(), others));
        }
        return loader;
    }

    /** DJL itself would take the first; which network a model stands on is nothing to leave to the order of a list. */
    private Artifact artifact(List<Artifact> all) {
        List<Artifact> meant = all.stream()
                .filter(each -> address.version().map(each.getVersion()::equals).orElse(true))
                .filter(each -> address.name().map(each.getName()::equals).orElse(true))
                .toList();
        Version newest = meant.stream()
                .map(Artifact::getParsedVersion)
                .max(Version::compareTo)
                .orElseThrow(() -> notFound(text("backbone.zoo.noVersion", address.text(), addresses(all))));
        List<Artifact> latest = meant.stream()
                .filter(each -> each.getParsedVersion().equals(newest))
                .toList();
        if (latest.size() > 1) {
            throw new AccrueException(
                    Category.USAGE,
                    text("backbone.zoo.severalNames", address.text(), latest.size(), addresses(latest)));
        }
        return latest.get(0);
    }

    private String addresses(List<Artifact> artifacts) {
        return artifacts.stream()
                .map(each -> "djl://%s/%s/%s/%s"
                        .formatted(address.group(), address.artifact(), each.getVersion(), each.getName()))
                .collect(Collectors.joining(", "));
    }

    private Path networkIn(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> content = Files.walk(folder)) {
            files = content.filter(Files::isRegularFile).sorted().toList();
        }
        List<Path> networks = files.stream()
                .filter(file -> Format.find(file.toString()).isPresent())
                .toList();
        if (networks.size() == 1) {
            return networks.get(0);
        }
        throw new AccrueException(
                Category.BAD_DATA,
                networks.isEmpty()
                        ? text(
                                "backbone.zoo.noNetwork",
                                address.text(),
                                folder,
                                joined(files.stream().map(folder::relativize).toList()))
                        : text("backbone.zoo.severalNetworks", address.text(), networks.size(), joined(networks)));
    }

    private static String joined(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static AccrueException notFound(String message) {
        return new AccrueException(Category.NOT_FOUND, message);
    }
}
