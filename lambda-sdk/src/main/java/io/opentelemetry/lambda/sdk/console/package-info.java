/** Exporters that print, for a look at what is reported; not API. */
package io.opentelemetry.lambda.sdk.console;
