/** AWS's Invoke API, as the AWS CLI and the AWS SDKs see it. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.invokeapi;

import org.jspecify.annotations.NullMarked;
