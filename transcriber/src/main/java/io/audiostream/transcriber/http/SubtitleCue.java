package io.audiostream.transcriber.http;

import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.session.RecordingTranscript;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.TextJoiner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A line of subtitles.
 *
 * @param text one line
 * @param startMillis when it appears, in ms
 * @param endMillis when it disappears, in ms
 * @param channel the separate channel of the speaker; 0 if the channels are mixed
 */
record SubtitleCue(String text, long startMillis, long endMillis, int channel) {

    /** Longest text of a cue: two lines of 42 characters, as broadcasters use them. */
    static final int MAX_LENGTH = 84;

    /** Longest time of a cue, in ms. */
    static final long MAX_MILLIS = 7_000;

    /** Punctuation that ends a sentence, in the scripts of the model. */
    private static final String SENTENCE_ENDS = ".?!…。？！।؟";

    SubtitleCue {
        text = text.replaceAll("\\s+", " ").strip(); // an empty line would end the cue
        endMillis = Math.max(endMillis, startMillis + 1);
    }

    /**
     * Divides a recording into cues, in the order of their start. A cue ends with a sentence, a segment, or where it
     * would become too long.
     */
    static List<SubtitleCue> of(List<RecordingTranscript.Part> parts) {
        List<SubtitleCue> cues = new ArrayList<>();
        for (RecordingTranscript.Part part : parts) {
            List<SpokenWord> words = part.result().hypothesis().words();
            if (words.isEmpty()) {
                SegmentResult.TimeRange time = part.result().time();
                cues.add(new SubtitleCue(
                        part.result().text(),
                        time.start().toMillis(),
                        time.end().toMillis(),
                        part.result().channel()));
            } else {
                addCues(words, cues);
            }
        }
        cues.sort(Comparator.comparingLong(SubtitleCue::startMillis)); // separate channels overlap
        return cues;
    }

    /** Returns the name of the speaker; empty if the channels are mixed. */
    String voice() {
        return channel == 0 ? "" : "Channel " + channel;
    }

    private static void addCues(List<SpokenWord> words, List<SubtitleCue> cues) {
        var text = new StringBuilder();
        int channel = words.getFirst().channel();
        long start = words.getFirst().startMillis();
        long end = start;
        for (SpokenWord word : words) {
            String separator = TextJoiner.betweenWords(text, word.text());
            boolean tooLong = text.length() + separator.length() + word.text().length() > MAX_LENGTH
                    || word.endMillis() - start > MAX_MILLIS;
            if (!text.isEmpty() && (tooLong || endsSentence(text))) {
                cues.add(new SubtitleCue(text.toString(), start, end, channel));
                text.setLength(0);
                separator = "";
            }
            start = text.isEmpty() ? word.startMillis() : start;
            end = word.endMillis();
            text.append(separator).append(word.text());
        }
        cues.add(new SubtitleCue(text.toString(), start, end, channel));
    }

    private static boolean endsSentence(CharSequence text) {
        return SENTENCE_ENDS.indexOf(text.charAt(text.length() - 1)) >= 0;
    }
}
