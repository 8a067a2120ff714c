package io.opentelemetry.lambda.emulator.internal.telemetry;

/**
 * The identity of an invocation in the platform's events.
 *
 * @param header X-Ray's, as the runtime gets it
 * @param spanId the span that Lambda itself would report for the invocation
 */
public record InvocationTrace(String requestId, String header, String spanId) {}
