package dev.tallystick.node.rpc;

import java.util.regex.Pattern;

/** Whether a client takes JSON (spec 02, 3.6). */
final class AcceptHeader {
    private static final Pattern QUALITY = Pattern.compile("q=[0-9]*\\.?[0-9]+");

    private AcceptHeader() {}

    /**
     * Checks that {@code application/json} may be answered.
     *
     * @throws RpcException 400 if an item is no MIME type, 406 if none matches
     */
    static void requireJson(String accept) {
        boolean isAccepted = false;
        for (String item : accept.replace(" ", "").split(",", -1)) {
            String[] parts = item.split(";", -1);
            int slash = parts[0].indexOf('/');
            if (slash < 0 || (parts.length > 1 && !QUALITY.matcher(parts[1]).matches())) {
                throw new RpcException(
                        400,
                        "InvalidHeaderValue",
                        "Entry in Accept header is not a valid MIME type: " + item);
            }
            String type = parts[0].substring(0, slash);
            String subtype = parts[0].substring(slash + 1);
            isAccepted |=
                    (type.equals("*") || type.equals("application"))
                            && (subtype.equals("*") || subtype.equals("json"));
        }
        if (!isAccepted) {
            throw new RpcException(
                    406,
                    "UnsupportedContentType",
                    "No supported content type in accept header: "
                            + accept
                            + ". Only application/json is currently supported");
        }
    }
}
