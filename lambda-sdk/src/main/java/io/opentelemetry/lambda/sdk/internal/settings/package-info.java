/** Finds what is wrong with the user's settings, and what is used instead; not API. */
package io.opentelemetry.lambda.sdk.internal.settings;
