package io.opentelemetry.lambda.cloudformation.document;

/** A text that is put together, up to a length: names that repeat names grow without limit. */
public final class BoundedText {

  private static final int MAX_CHARACTERS = 65_536;

  private final Location location;
  private final StringBuilder text = new StringBuilder();

  public BoundedText(Location location) {
    this.location = location;
  }

  public BoundedText append(String part) {
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
