package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.ForeignBackbone.Format;
import dev.accrue.backbone.NetworkAddress;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Download;
import dev.accrue.common.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The file of a network that was made elsewhere, read from the disk or downloaded.
 *
 * @param name as messages say it: the path, or the address
 * @param title as the history says it: the name of the file alone, or the address
 * @param origin where it comes from, for the record
 */
record NetworkFile(String name, String title, Format format, byte[] content, Map<String, String> origin) {

    /** @throws AccrueException USAGE when the name of a file tells no format, or it is no address of a network */
    static Format expectedFormat(String network) {
        return NetworkAddress.isOne(network) ? NetworkAddress.parse(network).format() : Format.ofFile(network);
    }

    /**
     * @param network path of a file, or an address
     * @param progress told the bytes of a download
     * @throws AccrueException USAGE as {@link #expectedFormat}, NOT_FOUND if there is nothing of that name, BAD_DATA if it
     *     cannot be had or read, CANCELLED when interrupted
     */
    static NetworkFile of(String network, BackboneEngine engine, Progress progress) {
        if (!NetworkAddress.isOne(network)) {
            Path file = Path.of(network);
            String title = String.valueOf(file.getFileName());
            return new NetworkFile(network, title, Format.ofFile(network), read(file), Map.of("file", title));
        }
        NetworkAddress address = NetworkAddress.parse(network);
        if (address instanceof NetworkAddress.Zoo zoo) {
            Path file = engine.fetch(zoo, progress);
            String name = String.valueOf(file.getFileName());
            Map<String, String> origin = Map.of("address", network, "file", name);
            return new NetworkFile(network, network, Format.ofFile(name), read(file), origin);
        }
        byte[] content = download((NetworkAddress.Web) address, progress);
        return new NetworkFile(network, network, address.format(), content, Map.of("address", network));
    }

    private static byte[] download(NetworkAddress.Web address, Progress progress) {
        try {
            Path file = Files.createTempFile("accrue-", ".network");
            try {
                new Download(
                                address.uri(),
                                Optional.empty(),
                                text("backbone.address.downloading"),
                                text("backbone.address.otherwise"))
                        .to(file, progress);
                return Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, text("learner.fileUnreadable", address.text(), e), e);
        }
    }

    private static byte[] read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AccrueException(Category.NOT_FOUND, text("learner.noFile", file));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, text("learner.fileUnreadable", file, e.getMessage()), e);
        }
    }
}
