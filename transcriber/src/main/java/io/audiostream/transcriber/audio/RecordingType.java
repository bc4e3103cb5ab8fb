package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a recording whose bytes begin like no format, although its file name or content type names one. Raw PCM has
 * no header, so only they tell a part of a compressed file from it. Bytes that begin like a WAV file or compressed
 * audio are accepted under any name, and a name for raw PCM or WAV leaves the decision to the bytes.
 */
public final class RecordingType {

    private static final int MAX_QUOTED_LENGTH = 80;

    /** Two frames of MP3 or AAC, from whose headers they are detected. */
    private static final int MAX_HEAD_BYTES = 16 << 10;

    /** Formats by the extension of a file, which is also the subtype of most content types. */
    private static final Map<String, String> FORMATS = formats(Map.ofEntries(
            Map.entry("MP3", List.of("mp3", "mpga", "mpeg")),
            Map.entry("MP2", List.of("mp2")),
            Map.entry("AAC", List.of("aac", "aacp", "adts")),
            Map.entry("MP4 or M4A", List.of("mp4", "m4a", "m4b", "m4v", "mov", "quicktime", "3gp", "3gpp", "3g2")),
            Map.entry("WebM", List.of("webm", "weba")),
            Map.entry("Matroska", List.of("mkv", "mka", "matroska")),
            Map.entry("Ogg", List.of("ogg", "oga", "ogv", "spx")),
            Map.entry("Opus", List.of("opus")),
            Map.entry("FLAC", List.of("flac")),
            Map.entry("AIFF", List.of("aif", "aiff", "aifc")),
            Map.entry("CAF", List.of("caf")),
            Map.entry("AU", List.of("au", "basic")),
            Map.entry("WMA", List.of("wma", "asf", "ms-wma")),
            Map.entry("AMR", List.of("amr", "amr-wb", "awb")),
            Map.entry("MIDI", List.of("mid", "midi")),
            Map.entry("AVI", List.of("avi", "msvideo")),
            Map.entry("HTML", List.of("html", "htm", "xhtml+xml")),
            Map.entry("XML", List.of("xml")),
            Map.entry("JSON", List.of("json")),
            Map.entry("text", List.of("txt", "csv", "md", "srt", "vtt")),
            Map.entry("PDF", List.of("pdf")),
            Map.entry("an image", List.of("png", "jpg", "jpeg", "gif", "webp", "svg", "svg+xml")),
            Map.entry("an archive", List.of("zip", "gz", "gzip", "tar", "7z", "bz2", "xz", "zst"))));

    private static final List<String> RAW_OR_WAV = List.of("wav", "wave", "raw", "pcm", "l16", "s16", "s16le", "f32");

    private RecordingType() {}

    /**
     * Checks what a client says about a recording.
     *
     * @param filename name of the file; may be empty
     * @param contentType MIME type of the file, or null
     * @param bytes the recording; not changed
     * @throws AudioException when the bytes do not begin as the name or the type says
     */
    public static void check(String filename, @Nullable String contentType, ByteBuffer bytes) throws AudioException {
        String extension = extension(filename);
        if (hasKnownHeader(bytes) || RAW_OR_WAV.contains(extension)) {
            return;
        }
        String byName = FORMATS.get(extension);
        if (byName != null) {
            throw refusal(
                    "the file '%s' is %s by its name".formatted(Quote.shorten(filename, MAX_QUOTED_LENGTH), byName));
        }
        if (contentType == null) {
            return;
        }
        String byType = byContentType(contentType.toLowerCase(Locale.ROOT));
        if (byType != null) {
            throw refusal("the file is %s by its content type '%s'"
                    .formatted(byType, Quote.shorten(contentType, MAX_QUOTED_LENGTH)));
        }
    }

    private static AudioException refusal(String seen) {
        return AudioException.ofData("%s, but its bytes begin like no format that this service decodes: %s"
                .formatted(seen, RawAudioCheck.SUPPORTED));
    }

    private static @Nullable String byContentType(String contentType) {
        String type = contentType.split(";", 2)[0].strip();
        String subtype = type.substring(type.indexOf('/') + 1);
        String format = FORMATS.get(subtype.startsWith("x-") ? subtype.substring(2) : subtype);
        if (format != null || type.startsWith("audio/") || type.startsWith("application/")) {
            return format;
        }
        // Some clients give every form field a text type.
        return type.startsWith("image/") ? "an image" : type.startsWith("video/") ? "video" : null;
    }

    private static String extension(String filename) {
        int dot = filename.lastIndexOf('.');
        return dot < 0 ? "" : filename.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean hasKnownHeader(ByteBuffer bytes) {
        byte[] head = new byte[Math.min(MAX_HEAD_BYTES, bytes.remaining())];
        bytes.get(bytes.position(), head);
        return switch (ContainerSniffer.detect(head, true)) {
            case ContainerSniffer.Compressed _ -> true;
            case ContainerSniffer.Other _ -> false;
            case ContainerSniffer.Known known -> known == ContainerSniffer.Known.WAV;
        };
    }

    private static Map<String, String> formats(Map<String, List<String>> names) {
        return names.entrySet().stream()
                .flatMap(format -> format.getValue().stream().map(name -> Map.entry(name, format.getKey())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
