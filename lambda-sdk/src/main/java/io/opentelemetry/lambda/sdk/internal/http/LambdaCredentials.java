package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of the function's role: those of its variables, or with SnapStart those of the
 * endpoint that Lambda has instead, since variables would be in the snapshot.
 */
final class LambdaCredentials implements AwsCredentials.Source {

  private static final int TIMEOUT_MILLIS = 2000;
  private static final int MAX_ANSWER = 64 * 1024;
  private static final long EARLY_SECONDS = 300;

  private final Map<String, String> environment;
  private @Nullable AwsCredentials last;
  private Instant expiry = Instant.MAX;

  static LambdaCredentials ofFunction() {
    return new LambdaCredentials(SdkSettings.environment());
  }

  LambdaCredentials(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public synchronized AwsCredentials get() throws IOException {
    AwsCredentials known = last;
    if (known != null && Instant.now().plusSeconds(EARLY_SECONDS).isBefore(expiry)) {
      return known;
    }
    AwsCredentials credentials = load();
    last = credentials;
    return credentials;
  }

  private AwsCredentials load() throws IOException {
    String[] variables = SdkSettings.awsCredentials(environment);
    if (!variables[0].isEmpty() && !variables[1].isEmpty()) {
      return new AwsCredentials(variables[0], variables[1], variables[2]);
    }
    String[] endpoint = SdkSettings.awsCredentialsEndpoint(environment);
    if (endpoint[0].isEmpty()) {
      throw new IOException("AWS_ACCESS_KEY_ID is not set: requests to AWS cannot be signed");
    }
    String answer = ask(Endpoint.of(URI.create(endpoint[0])), endpoint[1]);
    try {
      expiry = Instant.parse(member("Expiration", answer));
    } catch (DateTimeParseException e) {
      throw new IOException("the credentials' endpoint names no expiration", e);
    }
    return new AwsCredentials(
        member("AccessKeyId", answer), member("SecretAccessKey", answer), member("Token", answer));
  }

  private static String ask(Endpoint endpoint, String authorization) throws IOException {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), TIMEOUT_MILLIS);
      RequestHead head = new RequestHead("GET " + endpoint.path() + " HTTP/1.1");
      head.add("Host", endpoint.authority());
      if (!authorization.isEmpty()) {
        head.add("Authorization", authorization);
      }
      socket.getOutputStream().write(head.bytes());
      RawHttpResponse response = RawHttpResponse.read(socket.getInputStream(), MAX_ANSWER);
      if (response.getStatusCode() != 200) {
        throw new IOException("the credentials' endpoint answers " + response.getStatusCode());
      }
      return new String(response.getResponseBody(), UTF_8);
    }
  }

  /** Reads a text of the answer's only object; keys and tokens have no escapes but of slashes. */
  private static String member(String name, String answer) throws IOException {
    Matcher matcher = Pattern.compile('"' + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(answer);
    if (!matcher.find()) {
      throw new IOException("the credentials' endpoint names no " + name);
    }
    return String.valueOf(matcher.group(1)).replace("\\/", "/");
  }
}
