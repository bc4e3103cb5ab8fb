package io.audiostream.client.cli;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.TranscriptionResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes subtitles as SubRip or WebVTT, each cue as soon as its text is final. */
final class SubtitleWriter implements TranscriptWriter {

    private final boolean webVtt;
    private final List<SubtitleCue> waiting = new ArrayList<>();
    private boolean begun;
    private int cues;

    SubtitleWriter(boolean webVtt) {
        this.webVtt = webVtt;
    }

    @Override
    public String add(TranscriptionResponse result) {
        // Finals come in the order of their start, but the cues of separate channels overlap.
        String before = take(Durations.toMillis(result.getMetadata().getStartTime()));
        waiting.addAll(SubtitleCue.of(result));
        return before + (result.getMetadata().getChannel() == 0 ? take(Long.MAX_VALUE) : "");
    }

    @Override
    public String end() {
        return take(Long.MAX_VALUE);
    }

    /** Writes the cues that start before a time, in the order of their start. */
    private String take(long beforeMillis) {
        waiting.sort(Comparator.comparingLong(SubtitleCue::startMillis));
        var text = new StringBuilder(beginning());
        while (!waiting.isEmpty() && waiting.get(0).startMillis() < beforeMillis) {
            SubtitleCue cue = waiting.remove(0);
            cues++;
            if (!webVtt) {
                text.append(cues).append('\n');
            }
            text.append("%s --> %s\n%s\n\n".formatted(time(cue.startMillis()), time(cue.endMillis()), body(cue)));
        }
        return text.toString();
    }

    /** WebVTT has a header, also without cues. */
    private String beginning() {
        boolean first = webVtt && !begun;
        begun = true;
        return first ? "WEBVTT\n\n" : "";
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
