package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.SecretException;
import java.net.URI;
import java.net.http.HttpRequest;

/** Adds credentials to the requests for a model. Reads them for each request, so that changed ones take effect. */
interface RequestAuthorization {

    /** Sends no credentials. */
    RequestAuthorization NONE = new RequestAuthorization() {
        @Override
        public HttpRequest.Builder request(URI uri) {
            return HttpRequest.newBuilder(uri);
        }

        @Override
        public String remedy() {
            return "check the address, and whether the server demands credentials: name a Secret with them in"
                    + " spec.model.download.credentials";
        }
    };

    /**
     * Returns a request to this address, with credentials.
     *
     * @throws SecretException when the credentials are missing or cannot be used
     */
    HttpRequest.Builder request(URI uri) throws SecretException;

    /** Returns what a user can do when the server refuses the request. */
    String remedy();
}
