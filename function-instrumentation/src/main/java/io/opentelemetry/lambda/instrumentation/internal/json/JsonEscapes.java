package io.opentelemetry.lambda.instrumentation.internal.json;

/** The escapes in JSON strings (RFC 8259, section 7). */
final class JsonEscapes {

  private static final int HEX_DIGITS = 4;

  static String decode(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        result.append(c);
        continue;
      }
      c = text.charAt(++i);
      switch (c) {
        case 'b':
          result.append('\b');
          break;
        case 'f':
          result.append('\f');
          break;
        case 'n':
          result.append('\n');
          break;
        case 'r':
          result.append('\r');
          break;
        case 't':
          result.append('\t');
          break;
        case 'u':
          result.append(decodeUnicode(text, i + 1));
          i += HEX_DIGITS;
          break;
        default:
          result.append(c);
      }
    }
    return result.toString();
  }

  private static char decodeUnicode(String text, int start) {
    try {
      return (char) Integer.parseInt(text.substring(start, start + HEX_DIGITS), 16);
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new MalformedJsonException();
    }
  }

  private JsonEscapes() {}
}
