package io.audiostream.transcriber.session;

/**
 * How an utterance ends.
 *
 * @param position position after its last sample
 * @param reason why
 * @param resumePoints where its last segment may end instead, so that no word is cut
 * @param withSpeech whether the speech ends with it; false if the speaker goes on in another language, or in the
 *     session that resumes this one
 */
record UtteranceEnd(long position, EndReason reason, ResumePoints resumePoints, boolean withSpeech) {

    UtteranceEnd(long position, EndReason reason) {
        this(position, reason, ResumePoints.NONE, true);
    }
}
