package dev.tallystick.node.http;

/**
 * What a request may weigh on one interface: {@code http_configuration} (spec 02, 2.5).
 *
 * @param bodyMax of the whole body, counted while it arrives; 413 beyond
 * @param headerMax of each header name and of each header value; 431 beyond
 * @param headersMax different header names in one request; 431 beyond
 */
public record HttpLimits(SizeLimit bodyMax, SizeLimit headerMax, int headersMax) {
    /**
     * Longest request line, bytes. CCF has no such bound; without one a single connection could
     * hold any amount of memory. Beyond it the request is a parse error.
     */
    public static final int REQUEST_LINE_MAX_BYTES = 1 << 20;

    /** The defaults of CCF: 1MB, 16KB, 256. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(new SizeLimit("1MB", 1L << 20), new SizeLimit("16KB", 1L << 14), 256);

    /** Refuses a negative count. */
    public HttpLimits {
        if (headersMax < 0) {
            throw new IllegalArgumentException("negative number of headers: " + headersMax);
        }
    }
}
