package dev.tallystick.node.http;

import io.netty.handler.codec.http.HttpHeaders;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Request headers as handlers see them (spec 02, 2.3). */
final class Headers {
    private Headers() {}

    /** By lower-case name, sorted; of a repeated name the first value. */
    static SortedMap<String, String> of(HttpHeaders received) {
        SortedMap<String, String> headers = new TreeMap<>();
        Iterator<Map.Entry<CharSequence, CharSequence>> all = received.iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            headers.putIfAbsent(
                    header.getKey().toString().toLowerCase(Locale.ROOT),
                    utf8(header.getValue().toString()));
        }
        return Collections.unmodifiableSortedMap(headers);
    }

    /** Netty reads a header as ISO-8859-1; values beyond ASCII are meant as UTF-8. */
    private static String utf8(String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            if (latin1.charAt(i) > 0x7f) {
                byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }
        return latin1;
    }
}
