package dev.tallystick.node.http;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/**
 * Reads request lines and headers byte by byte, ahead of Netty's decoder, to refuse at once what
 * that decoder would forgive, skip or collect without bound: stray control bytes, bare line ends,
 * unknown methods and versions, header names and values over the limit, too many headers.
 *
 * <p>Confined to the connection's event loop.
 */
final class HeadScanner {
    private static final Set<String> METHODS = Set.copyOf(HttpMethods.KNOWN);
    private static final int METHOD_MAX = 16;
    private static final String VERSION_PREFIX = "HTTP/1.";

    /** What the next byte belongs to. */
    private enum Place {
        BEFORE_METHOD,
        METHOD,
        TARGET,
        VERSION,
        LINE_FEED,
        HEADER_START,
        NAME,
        BEFORE_VALUE,
        VALUE,
        LAST_LINE_FEED,
        DONE
    }

    private final HttpLimits limits;
    private final Set<String> names = new HashSet<>();

    /** The method, version or header name being read. */
    private final StringBuilder word = new StringBuilder();

    private Place place = Place.BEFORE_METHOD;

    /** Bytes of the target, or of the value up to its last byte that is no white space. */
    private long length;

    /** White space since then; it counts only if more of the value follows. */
    private long blanks;

    private @Nullable RequestFault fault;

    HeadScanner(HttpLimits limits) {
        this.limits = limits;
    }

    /** Begins with the next request. */
    void reset() {
        place = Place.BEFORE_METHOD;
        names.clear();
        word.setLength(0);
        length = 0;
        blanks = 0;
    }

    /** Whether the empty line after the headers was read. */
    boolean isDone() {
        return place == Place.DONE;
    }

    /** What is wrong with the bytes read so far, null if nothing is. */
    @Nullable RequestFault fault() {
        return fault;
    }

    /**
     * Reads from {@code index} on, until the head ends, the bytes end or a fault shows.
     *
     * @return how many bytes were read
     */
    int scan(ByteBuf bytes, int index) {
        int at = index;
        int end = bytes.writerIndex();
        while (at < end && place != Place.DONE && fault == null) {
            accept(bytes.getByte(at++) & 0xff);
        }
        return at - index;
    }

    /** Whether {@code c} may stand in a method or header name (RFC 9110, 5.6.2). */
    static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private void accept(int c) {
        switch (place) {
            case BEFORE_METHOD -> beforeMethod(c);
            case METHOD -> method(c);
            case TARGET -> target(c);
            case VERSION -> version(c);
            case LINE_FEED -> lineFeed(c, Place.HEADER_START);
            case HEADER_START -> headerStart(c);
            case NAME -> name(c);
            case BEFORE_VALUE -> beforeValue(c);
            case VALUE -> value(c);
            case LAST_LINE_FEED -> lineFeed(c, Place.DONE);
            case DONE -> throw new IllegalStateException("scanned past the end of the head");
        }
    }

    private void beforeMethod(int c) {
        if (c != '\r' && c != '\n') {
            place = Place.METHOD;
            method(c);
        }
    }

    private void method(int c) {
        if (c == ' ') {
            if (!METHODS.contains(word.toString())) {
                malformed("Invalid method encountered");
            }
            next(Place.TARGET);
        } else if (((c < 'A' || c > 'Z') && c != '-') || word.length() == METHOD_MAX) {
            malformed("Invalid method encountered");
        } else {
            word.append((char) c);
        }
    }

    private void target(int c) {
        if (c == ' ' && length > 0) {
            next(Place.VERSION);
        } else if (c <= ' ' || c > '~') {
            malformed("Invalid characters in url");
        } else if (++length > HttpLimits.REQUEST_LINE_MAX_BYTES) {
            malformed("Request line is too long");
        }
    }

    private void version(int c) {
        int at = word.length();
        if (at <= VERSION_PREFIX.length()) {
            boolean expected =
                    at < VERSION_PREFIX.length()
                            ? c == VERSION_PREFIX.charAt(at)
                            : c == '0' || c == '1';
            if (!expected) {
                malformed("Invalid HTTP version");
            }
            word.append((char) c);
        } else if (c == '\r') {
            next(Place.LINE_FEED);
        } else {
            malformed("Expected CRLF after version");
        }
    }

    private void lineFeed(int c, Place after) {
        if (c == '\n') {
            next(after);
        } else {
            malformed("Missing expected LF after CR");
        }
    }

    private void headerStart(int c) {
        if (c == '\r') {
            next(Place.LAST_LINE_FEED);
        } else {
            place = Place.NAME;
            name(c);
        }
    }

    private void name(int c) {
        if (c == ':' && !word.isEmpty()) {
            endName();
        } else if (!isTokenCharacter(c)) {
            malformed("Invalid header token");
        } else {
            word.append((char) (c >= 'A' && c <= 'Z' ? c | 0x20 : c));
            if (word.length() > limits.headerMax().bytes()) {
                fault = new RequestFault.HeaderNameTooLarge(word.toString());
            }
        }
    }

    private void endName() {
        names.add(word.toString());
        if (names.size() > limits.headersMax()) {
            fault = new RequestFault.TooManyHeaders();
        }
        length = 0;
        blanks = 0;
        place = Place.BEFORE_VALUE;
    }

    private void beforeValue(int c) {
        if (c != ' ' && c != '\t') {
            place = Place.VALUE;
            blanks = 0;
            value(c);
        } else if (++blanks > limits.headerMax().bytes()) {
            fault = new RequestFault.HeaderValueTooLarge(word.toString());
        }
    }

    private void value(int c) {
        if (c == '\r') {
            next(Place.LINE_FEED);
        } else if ((c < ' ' && c != '\t') || c == 0x7f) {
            malformed("Invalid header value char");
        } else if (c == ' ' || c == '\t') {
            blanks++;
        } else {
            length += blanks + 1;
            blanks = 0;
        }
        if (length > limits.headerMax().bytes() || blanks > limits.headerMax().bytes()) {
            fault = new RequestFault.HeaderValueTooLarge(word.toString());
        }
    }

    private void next(Place following) {
        place = following;
        length = 0;
        word.setLength(0);
    }

    private void malformed(String reason) {
        fault = new RequestFault.Malformed(reason);
    }
}
