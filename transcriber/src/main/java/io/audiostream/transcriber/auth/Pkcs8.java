package io.audiostream.transcriber.auth;

import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.util.Arrays;

/**
 * Converts the older forms of private keys, PKCS #1 for RSA (which cert-manager writes by default) and SEC 1 for
 * elliptic curves, to PKCS #8, the only form that Java reads (RFC 5958).
 */
final class Pkcs8 {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private Pkcs8() {}

    /**
     * @param key the key in DER
     * @param publicKey names the algorithm, as the key itself does not
     * @throws IllegalArgumentException if the public key has an unknown encoding
     */
    static byte[] wrap(byte[] key, PublicKey publicKey) {
        byte[] algorithm = algorithm(publicKey.getEncoded());
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
    }

    /** Returns the algorithm of an encoded public key: the first element of its sequence (RFC 5280, 4.1). */
    private static byte[] algorithm(byte[] publicKey) {
        int start = contentStart(publicKey, 0);
        int content = contentStart(publicKey, start);
        int length = contentLength(publicKey, start);
        if (publicKey[start] != SEQUENCE || content + length > publicKey.length) {
            throw new IllegalArgumentException("the public key has an unknown encoding");
        }
        return Arrays.copyOfRange(publicKey, start, content + length);
    }

    private static int contentStart(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        return element + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int contentLength(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der[element + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... contents) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
