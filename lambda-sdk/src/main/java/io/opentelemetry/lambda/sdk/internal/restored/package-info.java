/** Makes an environment differ from others of its snapshot: its instance's id, random numbers. */
package io.opentelemetry.lambda.sdk.internal.restored;
