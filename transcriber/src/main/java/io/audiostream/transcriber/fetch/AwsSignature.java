package io.audiostream.transcriber.fetch;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests to S3 by AWS Signature Version 4. The names of the methods are those of Amazon's documentation,
 * "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
 *
 * @param credentials keys that sign
 * @param region region of the bucket, such as {@code eu-central-1}
 */
record AwsSignature(S3Credentials credentials, String region) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Returns the headers that authorize a GET of this address, without {@code Host}, which the client sends. */
    Map<String, String> headersOfGet(URI uri, Instant now) {
        return headersOfGet(uri, now, Map.of());
    }

    /** @param more headers to sign besides, with names in lower case */
    Map<String, String> headersOfGet(URI uri, Instant now, Map<String, String> more) {
        var time = TIME.format(now);
        var headers = new TreeMap<>(more);
        headers.put("x-amz-date", time);
        headers.put("x-amz-content-sha256", sha256(""));
        credentials.sessionToken().ifPresent(token -> headers.put("x-amz-security-token", token));
        var signed = new TreeMap<>(headers);
        signed.put("host", host(uri));
        var scope = time.substring(0, 8) + "/" + region + "/s3/aws4_request";
        var signature = HexFormat.of()
                .formatHex(hmac(
                        signingKey(time.substring(0, 8)),
                        String.join("\n", ALGORITHM, time, scope, sha256(canonicalRequest(uri, signed)))));
        headers.put(
                "Authorization",
                "%s Credential=%s/%s,SignedHeaders=%s,Signature=%s"
                        .formatted(ALGORITHM, credentials.accessKeyId(), scope, names(signed), signature));
        return headers;
    }

    private static String canonicalRequest(URI uri, SortedMap<String, String> signed) {
        var headers = signed.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n", "GET", encode(uri.getPath(), "/"), canonicalQuery(uri), headers, names(signed), sha256(""));
    }

    private static String canonicalQuery(URI uri) {
        if (uri.getRawQuery() == null) {
            return "";
        }
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .map(parts ->
                        encode(decode(parts[0]), "") + "=" + (parts.length < 2 ? "" : encode(decode(parts[1]), "")))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Escapes each byte but letters, digits and {@code -._~}. */
    private static String encode(String text, String kept) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0 || kept.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append("%%%02X".formatted((int) c));
            }
        }
        return encoded.toString();
    }

    /** Returns the header that Java's HTTP client sends: without the default port of the scheme. */
    private static String host(URI uri) {
        int defaultPort = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 || uri.getPort() == defaultPort ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static String names(SortedMap<String, String> headers) {
        return String.join(";", headers.keySet());
    }

    private byte[] signingKey(String date) {
        var secret = ("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        return hmac(hmac(hmac(hmac(secret, date), region), "s3"), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new LinkageError("every Java runtime has HmacSHA256", e);
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new LinkageError("every Java runtime has SHA-256", e);
        }
    }
}
