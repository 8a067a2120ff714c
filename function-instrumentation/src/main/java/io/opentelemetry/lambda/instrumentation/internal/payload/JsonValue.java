package io.opentelemetry.lambda.instrumentation.internal.payload;

/** Finds the ends of JSON values in a text that may be cut off, at one level of escaping. */
final class JsonValue {

  private final String text;

  /** How many backslashes this level's quotes have before them. */
  private final int escape;

  JsonValue(String text, int escape) {
    this.text = text;
    this.escape = escape;
  }

  /** The position after the value that begins at the given one; the text's end if it is cut off. */
  int end(int start) {
    int quote = start + escape;
    if (quote < text.length()
        && text.charAt(quote) == '"'
        && Redaction.backslashesBefore(text, quote) == escape) {
      return endOfString(quote + 1);
    }
    if (start < text.length() && (text.charAt(start) == '{' || text.charAt(start) == '[')) {
      return endOfContainer(start);
    }
    return endOfLiteral(start);
  }

  private int endOfString(int start) {
    int backslashes = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && isQuote(backslashes)) {
        return i + 1;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    return text.length();
  }

  /** Tells whether a quote after so many backslashes ends or begins a string of this level. */
  private boolean isQuote(int backslashes) {
    int more = backslashes - escape;
    return more >= 0 && more % (2 * (escape + 1)) == 0;
  }

  private int endOfContainer(int start) {
    int depth = 0;
    int backslashes = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && isQuote(backslashes)) {
        i = endOfString(i + 1) - 1;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return i + 1;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    return text.length();
  }

  private int endOfLiteral(int start) {
    int end = start;
    while (end < text.length()
        && ",}]\\\"".indexOf(text.charAt(end)) < 0
        && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
