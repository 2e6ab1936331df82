package dev.accrue.output;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output, which tells a reader that has left, as {@code head} does, from a disk that is full. Other programs are
 * ended by SIGPIPE then, which Java does not let come; what an exception says of it depends on the system's language.
 */
public final class StandardOutput extends OutputStream {
    private static final Path FILE = Path.of("/dev/fd/1");
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    /** @throws AccrueException UNREAD if nobody reads it any more */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (hadAReader()) {
                throw new AccrueException(Category.UNREAD, String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /** Writing to a pipe or socket fails for no other reason. */
    private static boolean hadAReader() {
        try {
            int kind = (int) Files.getAttribute(FILE, "unix:mode") & KIND;
            return kind == PIPE || kind == SOCKET;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
