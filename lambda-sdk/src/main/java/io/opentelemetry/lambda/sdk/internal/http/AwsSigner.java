package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests to AWS's own OTLP endpoints (X-Ray, CloudWatch Logs) with the credentials of the
 * function's role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Signature
 *     Version 4</a>
 */
final class AwsSigner {

  private static final Pattern HOST =
      Pattern.compile("(xray|logs)\\.([a-z0-9-]+)\\.(?:amazonaws\\.com(?:\\.cn)?|api\\.aws)");
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";

  private final String service;
  private final String region;
  private final AwsCredentials.Source source;

  /** Makes a signer for an endpoint of AWS's; null for any other host. */
  static @Nullable AwsSigner of(String host) {
    Matcher matcher = HOST.matcher(host);
    return matcher.matches()
        ? new AwsSigner(matcher.group(1), matcher.group(2), LambdaCredentials.ofFunction())
        : null;
  }

  AwsSigner(String service, String region, AwsCredentials.Source source) {
    this.service = service;
    this.region = region;
    this.source = source;
  }

  /**
   * Adds the headers that sign a request.
   *
   * @throws IOException if there are no credentials
   */
  void sign(RequestHead head, Endpoint endpoint, String contentType, byte[] body)
      throws IOException {
    AwsCredentials credentials = source.get();
    long seconds = System.currentTimeMillis() / 1000;
    String date = Instant.ofEpochSecond(seconds).toString().replace("-", "").replace(":", "");
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("content-type", contentType);
    headers.put("host", endpoint.authority());
    headers.put("x-amz-date", date);
    head.add("X-Amz-Date", date);
    if (!credentials.token().isEmpty()) {
      headers.put("x-amz-security-token", credentials.token());
      head.add("X-Amz-Security-Token", credentials.token());
    }
    String[] target = endpoint.path().split("\\?", 2);
    String query = target.length > 1 ? target[1] : "";
    head.add("Authorization", authorization(credentials, "POST", target[0], query, headers, body));
  }

  /**
   * Computes the value of {@code Authorization}.
   *
   * @param path encoded already
   * @param query encoded already, its parameters in their order
   * @param headers all that are signed, named in lower case
   */
  String authorization(
      AwsCredentials credentials,
      String method,
      String path,
      String query,
      SortedMap<String, String> headers,
      byte[] body) {
    try {
      StringBuilder request = new StringBuilder(512);
      request.append(method).append('\n').append(path).append('\n').append(query).append('\n');
      for (Map.Entry<String, String> header : headers.entrySet()) {
        String value = header.getValue().trim().replaceAll("\\s+", " ");
        request.append(header.getKey()).append(':').append(value).append('\n');
      }
      String signed = String.join(";", headers.keySet());
      request.append('\n').append(signed).append('\n').append(sum(body));
      String date = String.valueOf(headers.get("x-amz-date"));
      String scope = date.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
      String toSign =
          ALGORITHM + "\n" + date + "\n" + scope + "\n" + sum(request.toString().getBytes(UTF_8));
      byte[] key = ("AWS4" + credentials.secret()).getBytes(UTF_8);
      for (String part : scope.split("/", -1)) {
        key = hmac(key, part);
      }
      return ALGORITHM
          + " Credential="
          + credentials.key()
          + "/"
          + scope
          + ", SignedHeaders="
          + signed
          + ", Signature="
          + hex(hmac(key, toSign));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // each JDK has both
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key, HMAC));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String sum(byte[] bytes) throws GeneralSecurityException {
    return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder(2 * bytes.length);
    for (byte b : bytes) {
      hex.append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return hex.toString();
  }
}
