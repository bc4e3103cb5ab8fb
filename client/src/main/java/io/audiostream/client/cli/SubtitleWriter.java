package io.audiostream.client.cli;

import io.audiostream.proto.TranscriptionResponse;

/** Writes subtitles as SubRip or WebVTT, each cue as soon as its text is final. */
final class SubtitleWriter implements TranscriptWriter {

    private final boolean webVtt;
    private int cues;

    SubtitleWriter(boolean webVtt) {
        this.webVtt = webVtt;
    }

    @Override
    public String add(TranscriptionResponse result) {
        var text = new StringBuilder(beginning());
        for (SubtitleCue cue : SubtitleCue.of(result)) {
            cues++;
            if (!webVtt) {
                text.append(cues).append('\n');
            }
            text.append("%s --> %s\n%s\n\n".formatted(time(cue.startMillis()), time(cue.endMillis()), body(cue)));
        }
        return text.toString();
    }

    @Override
    public String end() {
        return beginning();
    }

    /** WebVTT has a header, also without cues. */
    private String beginning() {
        return webVtt && cues == 0 ? "WEBVTT\n\n" : "";
    }

    private String body(SubtitleCue cue) {
        if (webVtt) {
            String voice = cue.voice().isEmpty() ? "" : "<v %s>".formatted(cue.voice());
            return voice + cue.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
        return cue.voice().isEmpty() ? cue.text() : cue.voice() + ": " + cue.text();
    }

    private String time(long millis) {
        return "%02d:%02d:%02d%s%03d"
                .formatted(
                        millis / 3_600_000,
                        millis / 60_000 % 60,
                        millis / 1000 % 60,
                        webVtt ? "." : ",",
                        millis % 1000);
    }
}
