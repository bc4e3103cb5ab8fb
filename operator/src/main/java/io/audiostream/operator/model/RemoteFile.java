package io.audiostream.operator.model;

/**
 * A file that is fetched.
 *
 * @param uri from where
 * @param sha256 checksum that it must have, 64 hex digits in lower case
 * @param name its name in the model's folder; empty when it is the whole model
 */
public record RemoteFile(String uri, String sha256, String name) {

    /** Where it is to be, for a model that is at {@code modelPath}. */
    public String at(String modelPath) {
        return name.isEmpty() ? modelPath : modelPath + "/" + name;
    }
}
