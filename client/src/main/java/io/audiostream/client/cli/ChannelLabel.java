package io.audiostream.client.cli;

import io.audiostream.proto.TranscriptionResponse;

/** Names the separate channel of a text. */
final class ChannelLabel {

    private ChannelLabel() {}

    /** Returns the name of a result's channel; empty if the channels are mixed. */
    static String of(TranscriptionResponse result) {
        int channel = result.getMetadata().getChannel();
        return channel == 0 ? "" : "Channel " + channel;
    }

    /** Returns what precedes the text of a result on its line. */
    static String before(TranscriptionResponse result) {
        String label = of(result);
        return label.isEmpty() ? "" : label + ": ";
    }
}
