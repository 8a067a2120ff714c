/** Reports errors as the runtime would without the wrapper. */
package io.opentelemetry.lambda.wrapper.internal.errors;
