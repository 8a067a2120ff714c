/** Settings and log lines that the modules in the function's JVM share. */
package io.opentelemetry.lambda.instrumentation.common;
