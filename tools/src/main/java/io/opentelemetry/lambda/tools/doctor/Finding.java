package io.opentelemetry.lambda.tools.doctor;

/**
 * Something that keeps traces from arriving.
 *
 * @param fix what to do about it
 */
record Finding(String problem, String fix) {}
