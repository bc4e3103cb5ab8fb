/**
 * The {@code fetch-model} command, which downloads a model file. It resumes interrupted downloads and verifies the
 * checksum. Only a complete file gets its final name.
 */
@NullMarked
package io.audiostream.transcriber.fetch;

import org.jspecify.annotations.NullMarked;
