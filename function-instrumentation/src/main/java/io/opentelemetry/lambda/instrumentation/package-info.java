/** Code around one invocation: the parent context, the FaaS span, the flush. */
package io.opentelemetry.lambda.instrumentation;
