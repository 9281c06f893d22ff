package dev.tallystick.node.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sends bytes as they are and shows answers as they are. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One answer: status line and header lines as received. */
    record Answer(String statusLine, List<String> headers, String body) {
        int status() {
            return Integer.parseInt(
                    statusLine.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }

        String header(String name) {
            return headers.stream()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads one answer, its body by content-length. */
    Answer read() throws IOException {
        return read(true);
    }

    /** Reads the answer to a HEAD request. */
    Answer readHead() throws IOException {
        return read(false);
    }

    private Answer read(boolean hasBody) throws IOException {
        String statusLine = readLine();
        List<String> headers = new ArrayList<>();
        int length = 0;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            headers.add(line);
            if (line.startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring("content-length: ".length()));
            }
        }
        byte[] body = in.readNBytes(hasBody ? length : 0);
        return new Answer(statusLine, headers, new String(body, StandardCharsets.ISO_8859_1));
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("connection closed after: " + line);
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    /** Whether the server has ended the connection in an orderly way; waits for it. */
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
