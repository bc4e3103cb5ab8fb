package io.audiostream.transcriber.http;

import java.util.List;

/** Writes subtitles as SubRip (SRT) and as WebVTT. */
final class Subtitles {

    private static final long MILLIS_PER_HOUR = 3_600_000;

    private Subtitles() {}

    static String srt(List<SubtitleCue> cues) {
        var srt = new StringBuilder();
        for (int i = 0; i < cues.size(); i++) {
            SubtitleCue cue = cues.get(i);
            String text = cue.voice().isEmpty() ? cue.text() : cue.voice() + ": " + cue.text();
            srt.append("%d\n%s --> %s\n%s\n\n"
                    .formatted(i + 1, time(cue.startMillis(), ','), time(cue.endMillis(), ','), text));
        }
        return srt.toString();
    }

    static String vtt(List<SubtitleCue> cues) {
        var vtt = new StringBuilder("WEBVTT\n\n");
        for (SubtitleCue cue : cues) {
            String voice = cue.voice().isEmpty() ? "" : "<v %s>".formatted(cue.voice());
            vtt.append("%s --> %s\n%s%s\n\n"
                    .formatted(time(cue.startMillis(), '.'), time(cue.endMillis(), '.'), voice, escape(cue.text())));
        }
        return vtt.toString();
    }

    /** WebVTT has tags and entities. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String time(long millis, char decimalPoint) {
        return "%02d:%02d:%02d%c%03d"
                .formatted(
                        millis / MILLIS_PER_HOUR,
                        millis / 60_000 % 60,
                        millis / 1_000 % 60,
                        decimalPoint,
                        millis % 1_000);
    }
}
