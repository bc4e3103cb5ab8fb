package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.ApiException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * A form of the type {@code multipart/form-data}, completely in memory. Unlike the servlet API it does not care whether
 * a part has a file name, so clients may send the audio without one.
 */
final class MultipartForm {

    /** More parts than any client of the API sends. */
    private static final int MAX_PARTS = 100;

    /** Longest text of a field that the server reads. Fields that it ignores may be longer. */
    private static final int MAX_TEXT_BYTES = 64 << 10;

    private final MultiPartFormData.Parts parts;

    /**
     * A part that holds a file.
     *
     * @param name name of the file; empty if the client sends none
     * @param contentType content type of the part, or null
     * @param content its bytes
     */
    record FilePart(String name, @Nullable String contentType, ByteBuffer content) {}

    private MultipartForm(MultiPartFormData.Parts parts) {
        this.parts = parts;
    }

    /**
     * Reads a form. Blocks until all of it has arrived. Keeps it in memory: no temporary file can remain, and the file
     * system may be read-only.
     *
     * @param maxBytes maximum size of the form
     * @throws RuntimeException if the body is not such a form, or exceeds a limit
     */
    static MultipartForm read(Content.Source body, String contentType, int maxBytes) {
        MultiPartConfig config = new MultiPartConfig.Builder()
                .maxParts(MAX_PARTS)
                .maxSize(maxBytes)
                .maxPartSize(maxBytes)
                .maxMemoryPartSize(maxBytes)
                .useFilesForPartsWithoutFileName(false)
                .build();
        MultiPartFormData.Parts parts = MultiPartFormData.getParts(body, new Attributes.Mapped(), contentType, config);
        for (MultiPart.Part part : parts) {
            if (part.getName() == null) {
                throw new IllegalArgumentException(
                        "a part has no name; send Content-Disposition: form-data; name=\"file\" or another field's name");
            }
        }
        return new MultipartForm(parts);
    }

    /**
     * Returns the file in a field, or empty if the form has no such field.
     *
     * @throws ApiException if the form has several
     */
    Optional<FilePart> file(String field) throws ApiException, IOException {
        MultiPart.Part part = only(field, "a request transcribes one recording");
        if (part == null) {
            return Optional.empty();
        }
        String name = part.getFileName() == null ? "" : part.getFileName();
        return Optional.of(new FilePart(name, part.getHeaders().get(HttpHeader.CONTENT_TYPE), content(part)));
    }

    /**
     * Returns the text of a field; empty if the form has no such field.
     *
     * @throws ApiException if the text is too long, or the form has several such fields
     */
    String text(String field) throws ApiException {
        MultiPart.Part part = only(field, "it has one value");
        return part == null ? "" : text(field, part);
    }

    /** To take one of several would ignore what the client wants with the others. */
    private MultiPart.@Nullable Part only(String field, String reason) throws ApiException {
        List<MultiPart.Part> all = parts.getAll(field);
        if (all.size() > 1) {
            throw ApiException.invalid(
                    field, "the form has %d fields '%s'; send one: %s".formatted(all.size(), field, reason));
        }
        return all.isEmpty() ? null : all.getFirst();
    }

    /**
     * Returns whether a field is set. An absent or empty field is not.
     *
     * @throws ApiException if it is neither true nor false
     */
    boolean flag(String field) throws ApiException {
        String value = text(field);
        return switch (value) {
            case "", "false", "False", "0" -> false;
            case "true", "True", "1" -> true;
            default -> throw ApiException.invalid(field, "%s is '%s', not true or false".formatted(field, value));
        };
    }

    /**
     * Returns all values of a list, whose field clients name with brackets or without. Empty values are left out.
     *
     * @param field name without brackets
     */
    List<String> texts(String field) throws ApiException {
        return values(field, "[\\s,]+").stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Works like {@link #texts}, but the values may contain spaces, and keep their case. */
    List<String> names(String field) throws ApiException {
        return values(field, ",");
    }

    private List<String> values(String field, String separator) throws ApiException {
        List<MultiPart.Part> all = Stream.concat(parts.getAll(field + "[]").stream(), parts.getAll(field).stream())
                .toList();
        var values = Stream.<String>builder();
        for (MultiPart.Part part : all) {
            // Some clients send a list as one value.
            Stream.of(text(field, part).split(separator)).map(String::strip).forEach(values);
        }
        return values.build().filter(value -> !value.isEmpty()).toList();
    }

    private static String text(String field, MultiPart.Part part) throws ApiException {
        if (part.getLength() > MAX_TEXT_BYTES) {
            throw ApiException.invalid(
                    field,
                    "the field '%s' has %d bytes, at most %d are allowed"
                            .formatted(field, part.getLength(), MAX_TEXT_BYTES));
        }
        return part.getContentAsString(StandardCharsets.UTF_8).strip();
    }

    private static ByteBuffer content(MultiPart.Part part) throws IOException {
        try (var content = Content.Source.asInputStream(part.getContentSource())) {
            return ByteBuffer.wrap(content.readAllBytes());
        }
    }
}
