package io.audiostream.transcriber.session;

/**
 * The limits of time of calls that stream audio.
 *
 * @param age ends live sessions at their maximum age
 * @param mute ends the utterances of live sessions without audio
 * @param idle ends sessions without audio
 */
public record StreamTimeouts(StreamAge age, MuteTimeout mute, IdleTimeout idle) {

    /** Starts the time of a call's session that opened now. */
    public void start(StreamSession session, CallContext call) {
        if (session.live()) {
            age.limit(session);
            mute.watch(session);
        }
        idle.watch(session, call);
    }
}
