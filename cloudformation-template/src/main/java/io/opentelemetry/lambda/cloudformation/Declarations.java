package io.opentelemetry.lambda.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions that a template declares.
 *
 * @param unread by logical id: why the rest cannot be read, with file and line
 * @param lackingParameters parameters without a value that functions depend on
 */
public record Declarations(
    List<DeclaredFunction> functions, Map<String, String> unread, Set<String> lackingParameters) {}
