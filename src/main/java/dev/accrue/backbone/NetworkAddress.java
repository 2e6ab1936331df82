package dev.accrue.backbone;

import dev.accrue.backbone.ForeignBackbone.Format;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Messages;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a network that was made elsewhere can be downloaded from: a file on a web server, or an entry of a model zoo. */
public sealed interface NetworkAddress {

    /** As typed. */
    String text();

    /**
     * The kind of file that lies there. Where the address does not say it this is the one that needs more care; the name
     * of the file that comes in the end decides.
     */
    Format format();

    /** @param uri with the scheme http or https, a host, and a path that ends as files of the format do */
    record Web(String text, URI uri, Format format) implements NetworkAddress {
        private static Optional<NetworkAddress> find(String text) {
            try {
                URI uri = new URI(text);
                boolean complete = uri.getHost() != null && uri.getPath() != null;
                return complete
                        ? Format.find(uri.getPath()).map(format -> new Web(text, uri, format))
                        : Optional.empty();
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * An entry of a model zoo of DJL.
     *
     * @param group of networks, such as {@code ai.djl.pytorch}
     * @param version empty for the newest
     * @param name one of several networks of the artifact; empty where it has but one
     */
    record Zoo(String text, String group, String artifact, Optional<String> version, Optional<String> name)
            implements NetworkAddress {
        private static final Pattern FORM =
                Pattern.compile("(?i:djl)://([\\w.-]+)/([\\w.-]+)(?:/(\\d[\\w.-]*)(?:/([\\w.-]+))?)?");

        private static Optional<NetworkAddress> find(String text) {
            Matcher form = FORM.matcher(text);
            return form.matches()
                    ? Optional.of(new Zoo(
                            text,
                            form.group(1),
                            form.group(2),
                            Optional.ofNullable(form.group(3)),
                            Optional.ofNullable(form.group(4))))
                    : Optional.empty();
        }

        /** Zoos are named after the engine that runs their networks. */
        @Override
        public Format format() {
            return group.contains("onnx") ? Format.ONNX : Format.TORCHSCRIPT;
        }
    }

    /** Whether the text has a scheme, as addresses have and names of files have not: {@code s3:/}, {@code https:/}. */
    static boolean isOne(String text) {
        return text.matches("(?s)[a-zA-Z][a-zA-Z0-9+.-]+:/.*"); // one letter alone is a drive
    }

    /** @throws AccrueException USAGE when it is no address that anything can be downloaded from */
    static NetworkAddress parse(String text) {
        String scheme = text.substring(0, Math.max(0, text.indexOf(':'))).toLowerCase(Locale.ROOT);
        Optional<NetworkAddress> address = switch (scheme) {
            case "djl" -> Zoo.find(text);
            case "http", "https" -> Web.find(text);
            default -> Optional.empty();
        };
        return address.orElseThrow(
                () -> new AccrueException(Category.USAGE, Messages.text("backbone.address.unknown", text)));
    }
}
