package io.audiostream.operator.model;

/**
 * A file that a pod downloads.
 *
 * @param uri address of the file
 * @param sha256 expected checksum, 64 hex digits in lower case
 * @param name name of the file in the model's folder; empty when the file is the whole model
 */
public record RemoteFile(String uri, String sha256, String name) {

    /** Returns the local path of the file, for a model at {@code modelPath}. */
    public String pathBelow(String modelPath) {
        return name.isEmpty() ? modelPath : modelPath + "/" + name;
    }
}
