package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With AWS's published test vectors of Signature Version 4. */
class AwsSignerTest {

  /** The key of AWS's test suite, which no account has. */
  private static final AwsCredentials KEY =
      new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get-vanilla                | GET  | '' | '' | '' | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
          post-vanilla               | POST | '' | '' | '' | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
          get-vanilla-query-order-key-case | GET | Param1=value1&Param2=value2 | '' | '' | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500
          get-header-value-trim      | GET  | '' | my-header1: value1;my-header2: "a   b   c" | '' | acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736
          post-x-www-form-urlencoded | POST | '' | content-type:application/x-www-form-urlencoded | Param1=value1 | ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a
          """)
  void vector(
      String name, String method, String query, String more, String body, String signature) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("host", "example.amazonaws.com");
    headers.put("x-amz-date", "20150830T123600Z");
    for (String header : more.split(";", -1)) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        headers.put(header.substring(0, colon), header.substring(colon + 1));
      }
    }
    AwsSigner signer = new AwsSigner("service", "us-east-1", () -> KEY);
    assertThat(signer.authorization(KEY, method, "/", query, headers, body.getBytes(UTF_8)))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders="
                + String.join(";", headers.keySet())
                + ", Signature="
                + signature);
  }

  @ParameterizedTest
  @CsvSource({
    "xray.eu-central-1.amazonaws.com, true",
    "logs.us-gov-west-1.amazonaws.com, true",
    "xray.cn-north-1.amazonaws.com.cn, true",
    "xray.us-east-1.api.aws, true",
    "xray.us-east-1.amazonaws.com.example.com, false",
    "sqs.us-east-1.amazonaws.com, false",
    "collector.execute-api.us-east-1.amazonaws.com, false",
    "localhost, false"
  })
  void onlyEndpointsOfAws_areSignedFor(String host, boolean isSigned) {
    assertThat(Endpoint.of(URI.create("https://" + host + "/v1/traces")).signer() != null)
        .isEqualTo(isSigned);
  }

  @Test
  void sign_addsTheTokenAndTheTime() throws IOException {
    Endpoint endpoint =
        Endpoint.of(URI.create("https://xray.eu-central-1.amazonaws.com/v1/traces"));
    AwsSigner signer =
        new AwsSigner("xray", "eu-central-1", () -> new AwsCredentials("ASIA", "s", "session"));
    RequestHead head = new RequestHead("POST /v1/traces HTTP/1.1");
    signer.sign(head, endpoint, "application/x-protobuf", new byte[] {1});
    assertThat(new String(head.bytes(), UTF_8))
        .containsPattern("X-Amz-Date: \\d{8}T\\d{6}Z\r\nX-Amz-Security-Token: session\r\n")
        .containsPattern("Credential=ASIA/\\d{8}/eu-central-1/xray/aws4_request, ")
        .contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, ");
  }

  @Test
  void variables_areTheCredentials() throws IOException {
    AwsCredentials credentials =
        new LambdaCredentials(
                Map.of(
                    "AWS_ACCESS_KEY_ID", "key",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_SESSION_TOKEN", "token"))
            .get();
    assertThat(credentials.key() + credentials.secret() + credentials.token())
        .isEqualTo("keysecrettoken");
  }

  @Test
  void withoutCredentials_theMessageNamesTheVariable() {
    assertThatThrownBy(() -> new LambdaCredentials(Map.of()).get())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("AWS_ACCESS_KEY_ID is not set");
  }

  @Test
  void endpointOfSnapStart_isAsked_untilTheyNearlyExpire() throws IOException {
    List<String> asked = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/credentials",
        exchange -> {
          asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
          // the first ones are nearly over
          Instant expiration = Instant.now().plusSeconds(asked.size() == 1 ? 60 : 3600);
          byte[] answer =
              ("{\"AccessKeyId\":\"key"
                      + asked.size()
                      + "\",\"SecretAccessKey\":\"s\\/ecret\","
                      + "\"Token\":\"token\",\"Expiration\":\""
                      + expiration
                      + "\"}")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      LambdaCredentials source =
          new LambdaCredentials(
              Map.of(
                  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                  "http://127.0.0.1:" + server.getAddress().getPort() + "/credentials",
                  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                  "restored"));
      assertThat(source.get().key()).isEqualTo("key1");
      assertThat(source.get().key()).isEqualTo("key2");
      assertThat(source.get().key()).isEqualTo("key2");
      assertThat(source.get().secret()).isEqualTo("s/ecret");
      assertThat(asked).containsExactly("restored", "restored");
    } finally {
      server.stop(0);
    }
  }
}
