package io.opentelemetry.lambda.tools.publish;

import java.util.List;

/**
 * The properties that a layer's version is published with.
 *
 * @param text for people
 * @param sha256 of the zip, in hexadecimal digits
 * @param runtimes none means any
 */
record LayerDescription(
    String text, String sha256, List<String> runtimes, List<String> architectures) {}
