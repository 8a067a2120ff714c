/** Shared by the modules that run in the function's JVM; not API. */
package io.opentelemetry.lambda.instrumentation.internal;
