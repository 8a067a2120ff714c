/** Network namespaces: a localhost for each environment, connected with the machine's. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.network;

import org.jspecify.annotations.NullMarked;
