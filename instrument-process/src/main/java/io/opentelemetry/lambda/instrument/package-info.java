@org.jspecify.annotations.NullMarked
package io.opentelemetry.lambda.instrument;
