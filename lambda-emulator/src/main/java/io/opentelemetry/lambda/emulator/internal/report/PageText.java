package io.opentelemetry.lambda.emulator.internal.report;

/**
 * Text of a function or a client as a page can show it: of bounded length, and with control
 * characters made visible, which a browser would drop or take for something else.
 */
public final class PageText {

  public static final int MAX_LENGTH = 20_000;

  private static final char CONTROL_PICTURES = '\u2400';
  private static final char DELETE_PICTURE = '\u2421';
  private static final char REPLACEMENT = '\ufffd';

  public static String of(String text) {
    if (text.length() > MAX_LENGTH) {
      int end = MAX_LENGTH - (Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? 1 : 0);
      return visible(text.substring(0, end)) + "… (" + text.length() + " characters)";
    }
    return visible(text);
  }

  private static String visible(String text) {
    if (text.chars().noneMatch(PageText::isInvisible)) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length());
    text.chars().map(PageText::picture).forEach(c -> visible.append((char) c));
    return visible.toString();
  }

  private static int picture(int c) {
    if (!isInvisible(c)) {
      return c;
    }
    if (c < ' ') {
      return CONTROL_PICTURES + c;
    }
    return c == 0x7f ? DELETE_PICTURE : REPLACEMENT;
  }

  private static boolean isInvisible(int c) {
    return Character.isISOControl(c) && c != '\n' && c != '\t';
  }

  private PageText() {}
}
