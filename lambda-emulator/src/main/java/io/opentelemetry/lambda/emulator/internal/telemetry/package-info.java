/** AWS's Telemetry API: who subscribes to what, and the platform's own events. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.telemetry;

import org.jspecify.annotations.NullMarked;
