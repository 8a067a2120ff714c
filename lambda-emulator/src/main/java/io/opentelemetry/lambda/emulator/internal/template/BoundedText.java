package io.opentelemetry.lambda.emulator.internal.template;

/** A text that is put together, up to a length: names that repeat names grow without limit. */
final class BoundedText {

  private static final int MAX_CHARACTERS = 65_536;

  private final Location location;
  private final StringBuilder text = new StringBuilder();

  BoundedText(Location location) {
    this.location = location;
  }

  BoundedText append(String part) {
    if (text.length() + part.length() > MAX_CHARACTERS) {
      throw location.error("the text becomes longer than " + MAX_CHARACTERS + " characters");
    }
    text.append(part);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
