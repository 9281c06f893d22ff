package dev.tallystick.ledger.crypto;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

import java.util.TreeMap;

/**
 * Subject strings of the configuration: split at commas, then at {@code =}; attributes in
 * alphabetical order of their keys, a repeated key keeps one value (spec 06, 3.1).
 */
final class SubjectName {
    private SubjectName() {}

    /**
     * @throws IllegalArgumentException if an item has no {@code =} or an unknown key
     */
    static X500Name parse(String subject) {
        TreeMap<String, String> attributes = new TreeMap<>();
        for (String item : subject.split(",", -1)) {
            int equals = item.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "subject name item '" + item.strip() + "' has no '='");
            }
            attributes.put(item.substring(0, equals).strip(), item.substring(equals + 1).strip());
        }
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        attributes.forEach(
                (key, value) -> builder.addRDN(BCStyle.INSTANCE.attrNameToOID(key), value));
        return builder.build();
    }
}
