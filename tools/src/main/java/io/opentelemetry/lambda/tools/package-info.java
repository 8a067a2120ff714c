/** The programs of this project that talk to AWS, as commands of one command line. */
@NullMarked
package io.opentelemetry.lambda.tools;

import org.jspecify.annotations.NullMarked;
