package io.opentelemetry.lambda.wrapper.internal.errors;

/** Throws checked exceptions from where none are declared, as the runtime does. */
public final class Sneaky {

  /** Always throws; the return type lets a caller write {@code throw Sneaky.rethrow(e)}. */
  public static RuntimeException rethrow(Throwable thrown) {
    return Sneaky.<RuntimeException>throwAs(thrown);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // unchecked is what it is for
  private static <T extends Throwable> RuntimeException throwAs(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private Sneaky() {}
}
