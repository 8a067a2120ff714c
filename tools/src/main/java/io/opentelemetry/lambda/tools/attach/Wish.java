package io.opentelemetry.lambda.tools.attach;

import java.util.List;
import java.util.Map;

/**
 * Describes what a function shall have.
 *
 * @param layers layer versions, in the order in which new ones are appended
 * @param variables by names, with their values
 */
record Wish(List<LayerChoice> layers, Map<String, String> variables) {}
