package io.opentelemetry.lambda.guard;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a hook that never throws: the build writes a {@code catch} around its body, after which it
 * returns its parameter that is {@link Otherwise}, or null, false or 0.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Guarded {

  /** The library whose call is not traced then, as the log names it. */
  String value();
}
