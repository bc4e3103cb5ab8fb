package io.audiostream.transcriber.fetch;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the code of an error from a response, such as {@code GatedRepo} or {@code SignatureDoesNotMatch}. */
final class ServerError {

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final Pattern XML = Pattern.compile("<Code>([A-Za-z0-9]{1,64})</Code>");

    private ServerError() {}

    /**
     * @param headers of the response; Hugging Face has the code in {@code X-Error-Code}
     * @param body beginning of the body; S3 has the code in XML
     */
    static Optional<String> code(HttpHeaders headers, String body) {
        return headers.firstValue("X-Error-Code")
                .filter(code -> HEADER.matcher(code).matches())
                .or(() ->
                        XML.matcher(body).results().map(match -> match.group(1)).findFirst());
    }
}
