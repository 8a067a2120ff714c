package io.opentelemetry.lambda.benchmarks.capacity;

/**
 * Amounts that the simulation takes for given.
 *
 * @param backendMs how long the backend takes to answer
 * @param collectorMs how long the Collector layer takes to answer the function
 * @param collectorHoldMs how long the Collector layer waits for Lambda's own telemetry of an
 *     invocation before it exports
 * @param collectorRequests requests that the Collector layer sends after an invocation: one for
 *     each signal that it has, as Lambda's own telemetry comes with the function's
 * @param requestBytes bytes of a request without any invocation's telemetry: resource and scope
 * @param invocationBytes bytes of one invocation's spans
 * @param collectorBytes bytes that the Collector layer adds for an invocation
 * @param intervalMs the interval of the policy {@code adaptive}
 * @param keepAliveMs how long the backend keeps an idle connection open
 */
public record Costs(
    double backendMs,
    double collectorMs,
    double collectorHoldMs,
    int collectorRequests,
    int requestBytes,
    int invocationBytes,
    int collectorBytes,
    double intervalMs,
    double keepAliveMs) {}
