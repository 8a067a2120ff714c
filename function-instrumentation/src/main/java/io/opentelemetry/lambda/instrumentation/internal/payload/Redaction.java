package io.opentelemetry.lambda.instrumentation.internal.payload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Replaces the values of members that are known to hold secrets, and of such fields of forms and
 * queries.
 *
 * <p>It goes by the text, which may be cut off anywhere, and is JSON, or JSON in a string of JSON,
 * where each level escapes the quotes of the one in it: with 0, 1, 3, 7 … backslashes.
 */
final class Redaction {

  /** As serializers write {@code &} and {@code =} that are safe in HTML, at any level. */
  private static final Pattern AMPERSAND = Pattern.compile("(?<!\\\\)\\\\+u0026");

  private static final Pattern EQUALS = Pattern.compile("(?<!\\\\)\\\\+u003[dD]");

  private static final String REPLACEMENT = "***";

  private static final List<String> NAMES =
      Arrays.asList(
          "authorization",
          "proxy-authorization",
          "authorizationToken",
          "cookie",
          "cookies",
          "set-cookie",
          "password",
          "passwd",
          "pwd",
          "secret",
          "client_secret",
          "clientSecret",
          "secretAccessKey",
          "apiKey",
          "api_key",
          "api-key",
          "x-api-key",
          "token",
          "access_token",
          "accessToken",
          "refresh_token",
          "refreshToken",
          "id_token",
          "idToken",
          "sessionToken",
          "x-amz-security-token",
          "private_key",
          "privateKey");

  private final Pattern member;
  private final Pattern field;

  /**
   * @param names names of members beside those that are always redacted
   */
  Redaction(List<String> names) {
    List<String> all = new ArrayList<>(NAMES);
    all.addAll(names);
    String any = all.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    this.member = Pattern.compile("\"(?:" + any + ")(\\\\*)\"\\s*:\\s*", flags);
    this.field = Pattern.compile("(^|[?&\"])(" + any + ")=[^&\"\\\\\\s]*", flags);
  }

  String apply(String text) {
    String plain = EQUALS.matcher(AMPERSAND.matcher(text).replaceAll("&")).replaceAll("=");
    return field.matcher(redactMembers(plain)).replaceAll("$1$2=" + REPLACEMENT);
  }

  private String redactMembers(String text) {
    StringBuilder redacted = new StringBuilder(text.length());
    Matcher name = member.matcher(text);
    int copied = 0;
    while (name.find(copied)) {
      String escape = name.group(1);
      if (backslashesBefore(text, name.start()) != escape.length()) {
        // a quote of another level: what follows it may begin a name
        redacted.append(text, copied, name.start() + 1);
        copied = name.start() + 1;
        continue;
      }
      redacted.append(text, copied, name.end());
      int end = new JsonValue(text, escape.length()).end(name.end());
      if (name.end() < text.length()) {
        redacted.append(escape).append('"').append(REPLACEMENT).append(escape).append('"');
      }
      copied = end;
    }
    return redacted.append(text, copied, text.length()).toString();
  }

  static int backslashesBefore(String text, int position) {
    int start = position;
    while (start > 0 && text.charAt(start - 1) == '\\') {
      start--;
    }
    return position - start;
  }
}
