/** Tests of functions and layers with JUnit Jupiter. */
@NullMarked
package io.opentelemetry.lambda.emulator.junit;

import org.jspecify.annotations.NullMarked;
