/** Shared by the packages of this module; not API. */
package io.opentelemetry.lambda.sdk.internal;
