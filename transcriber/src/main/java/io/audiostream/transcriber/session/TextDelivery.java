package io.audiostream.transcriber.session;

/** Delivers the texts of a session's utterances in the order of the audio. Used on the session's executor only. */
final class TextDelivery {

    private final UtteranceQueue utterances;
    private final InterimSchedule interims;
    private final SessionDecodes decodes;
    private final TextOutcome outcome;

    TextDelivery(UtteranceQueue utterances, InterimSchedule interims, SessionDecodes decodes, TextOutcome outcome) {
        this.utterances = utterances;
        this.interims = interims;
        this.decodes = decodes;
        this.outcome = outcome;
    }

    /**
     * Delivers the finals that are ready, and an interim if it differs from the last one.
     *
     * @param end position up to which the utterance was decoded
     */
    void send(Utterance utterance, long end) {
        countCuts(utterance.cutSegments(end));
        deliver(utterance);
        if (!utterances.isFirst(utterance)) {
            return; // an earlier utterance comes first
        }
        Segment segment = utterance.segment();
        var text = new SegmentText(
                utterance.text().shownSegment(), utterance.text().settledInSegment());
        boolean visible = utterance.language().plausible(decodes.likelyLanguage(utterance.options())) || segment.sent();
        if (utterance.options().interims()
                && visible
                && segment.changes(text)
                && (segment.sent() || !text.text().isEmpty())) {
            if (!segment.sent()) {
                interims.firstTextSent(end);
            }
            // A segment that a longer window cut may begin after the end of this one.
            outcome.onInterim(segment, text, utterance.language(), Math.max(end, segment.start()));
        }
    }

    /** Makes changes of the utterance's text visible to the next decode, and delivers the finals that are ready. */
    void deliver(Utterance utterance) {
        utterance.publish();
        utterances.deliver(outcome::onFinal);
    }

    /** @param cuts number of segments that ended because they were too long */
    void countCuts(int cuts) {
        for (int i = 0; i < cuts; i++) {
            outcome.onEvent(TextEvent.SEGMENT_CUT);
        }
    }
}
