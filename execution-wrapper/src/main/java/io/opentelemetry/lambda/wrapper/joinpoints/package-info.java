/** The join points of the libraries that are traced, and their switches. */
package io.opentelemetry.lambda.wrapper.joinpoints;
