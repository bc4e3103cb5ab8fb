package io.audiostream.transcriber.audio;

/** What a decoder makes of the channels of a stream. */
public enum ChannelMode {
    /** Their average, as one channel. */
    MIXED,
    /** Every channel remains. The header of a file has their number. */
    SEPARATE,
    /** Every channel remains. The header of a file must have the number that the client declares. */
    SEPARATE_AS_DECLARED;

    public boolean isSeparate() {
        return this != MIXED;
    }
}
