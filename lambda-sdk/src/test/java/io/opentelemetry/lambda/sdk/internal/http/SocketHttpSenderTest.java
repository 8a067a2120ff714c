package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketHttpSenderTest {

  static final Duration WAIT = Duration.ofSeconds(30);

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void send_postsTheMessage() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(List.of(OK))) {
      Result result = send(sender(server.port()), "hello");
      assertThat(result.code()).isEqualTo(200);
      assertThat(result.body()).isEqualTo("ok");
      assertThat(server.requests())
          .containsExactly(
              "POST /v1/traces?a=b HTTP/1.1\r\n"
                  + ("Host: localhost:" + server.port() + "\r\n")
                  + "Content-Type: text/plain\r\n"
                  + "Content-Length: 5\r\n"
                  + "X-Key: secret\r\n"
                  + "\r\n"
                  + "hello");
    }
  }

  @Test
  void send_credentialsOfTheEndpoint_authorize_andAreNoPartOfTheHost() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(List.of(OK))) {
      URI endpoint = URI.create("http://me:secret@localhost:" + server.port() + "/v1/traces");
      send(sender(TestSenderConfig.of(server.port()).withEndpoint(endpoint)), "hello").code();
      assertThat(server.requests().get(0))
          .contains("\r\nHost: localhost:" + server.port() + "\r\n")
          .contains("\r\nAuthorization: Basic bWU6c2VjcmV0\r\n");
    }
  }

  @Test
  void send_keepsTheConnection() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(List.of(OK, OK))) {
      SocketHttpSender sender = sender(server.port());
      assertThat(send(sender, "1").code()).isEqualTo(200);
      assertThat(send(sender, "2").code()).isEqualTo(200);
    }
  }

  @Test
  void send_connectionThatThePeerHasClosed_isReplaced() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(List.of(OK), List.of(OK))) {
      SocketHttpSender sender = sender(server.port());
      assertThat(send(sender, "1").code()).isEqualTo(200);
      assertThat(send(sender, "2").code()).isEqualTo(200);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;x=y\r\nk\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n" + OK,
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
        "HTTP/1.1 200\r\ncontent-length:2\r\n\r\nok",
      })
  void send_response_anyFraming(String response) throws Exception {
    try (ScriptedServer server = ScriptedServer.start(List.of(response, OK))) {
      SocketHttpSender sender = sender(server.port());
      assertThat(send(sender, "1").body()).isEqualTo("ok");
      assertThat(send(sender, "2").body()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nok",
        "HTTP/1.0 200 OK\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nok",
      })
  void send_responseThatEndsTheConnection(String response) throws Exception {
    try (ScriptedServer server = ScriptedServer.start(List.of(response), List.of(OK))) {
      SocketHttpSender sender = sender(server.port());
      assertThat(send(sender, "1").body()).isEqualTo("ok");
      assertThat(send(sender, "2").body()).isEqualTo("ok");
    }
  }

  @Test
  void send_errorStatus_isAResponse() throws Exception {
    String refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.start(List.of(refusal))) {
      assertThat(send(sender(server.port()), "1").code()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok",
        "HTTP/1.1 -12 OK\r\n\r\n",
      })
  void send_brokenResponse_isAnError(String response) throws Exception {
    try (ScriptedServer server = ScriptedServer.start(List.of(response))) {
      assertThat(send(sender(server.port()), "1").error()).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 9999999999\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
        "Content-Length: 0, 5\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      })
  void send_framingThatIsBroken_isTheStatus_onAnotherConnectionNext(String rest) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(List.of("HTTP/1.1 200 OK\r\n" + rest), List.of(OK))) {
      SocketHttpSender sender = sender(server.port());
      Result first = send(sender, "1");
      assertThat(first.code()).isEqualTo(200);
      assertThat(first.body()).isEmpty();
      assertThat(send(sender, "2").body()).isEqualTo("ok");
    }
  }

  @Test
  void send_twiceTheSameLength_isOne() throws Exception {
    String twice = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok";
    try (ScriptedServer server = ScriptedServer.start(List.of(twice, OK))) {
      SocketHttpSender sender = sender(server.port());
      assertThat(send(sender, "1").body()).isEqualTo("ok");
      assertThat(send(sender, "2").body()).isEqualTo("ok");
    }
  }

  @Test
  void send_noContent_hasNoBody_whateverItsLength() throws Exception {
    String noContent = "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.start(List.of(noContent, OK))) {
      SocketHttpSender sender = sender(server.port());
      assertThat(send(sender, "1").code()).isEqualTo(204);
      assertThat(send(sender, "2").body()).isEqualTo("ok");
    }
  }

  @Test
  void send_answerThatNobodyAskedFor_isNoneToTheNextRequest() throws Exception {
    String two = OK + "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.start(List.of(two), List.of(OK))) {
      SocketHttpSender sender = sender(server.port());
      assertThat(send(sender, "1").code()).isEqualTo(200);
      assertThat(send(sender, "2").code()).isEqualTo(200);
    }
  }

  @Test
  void send_nobodyListens_isAnError() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(send(sender(port), "1").error()).isInstanceOf(ConnectException.class);
  }

  @Test
  void send_noAnswer_endsAtTheTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SocketHttpSender sender =
          sender(TestSenderConfig.of(silent.getLocalPort()).withTimeout(Duration.ofMillis(200)));
      assertThat(send(sender, "1").error()).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void send_answerThatTricklesIn_endsAtTheTimeout() throws Exception {
    try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread drip = new Thread(() -> drip(slow));
      drip.setDaemon(true);
      drip.start();
      SocketHttpSender sender =
          sender(TestSenderConfig.of(slow.getLocalPort()).withTimeout(Duration.ofMillis(500)));
      assertThat(send(sender, "1").error()).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static void drip(ServerSocket server) {
    try (Socket socket = server.accept()) {
      while (true) {
        socket.getOutputStream().write('H');
        Thread.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      // the client has gone
    }
  }

  private static SocketHttpSender sender(int port) {
    return sender(TestSenderConfig.of(port));
  }

  static SocketHttpSender sender(TestSenderConfig config) {
    return new SocketHttpSender(config, Outbox.of(1024 * 1024));
  }

  static Result send(SocketHttpSender sender, String message) {
    Result result = new Result();
    sender.send(new TextWriter(message), result::respond, result::fail);
    return result;
  }

  record TextWriter(String text) implements MessageWriter {

    @Override
    public void writeMessage(OutputStream output) throws IOException {
      output.write(text.getBytes(UTF_8));
    }

    @Override
    public int getContentLength() {
      return text.getBytes(UTF_8).length;
    }
  }

  /** A sender's final callback. */
  static final class Result {

    private final CompletableFuture<HttpResponse> outcome = new CompletableFuture<>();

    void respond(HttpResponse response) {
      outcome.complete(response);
    }

    void fail(Throwable error) {
      outcome.completeExceptionally(error);
    }

    boolean isFinal() {
      return outcome.isDone();
    }

    int code() {
      return response().getStatusCode();
    }

    String body() {
      return new String(response().getResponseBody(), UTF_8);
    }

    private HttpResponse response() {
      assertThat(outcome).succeedsWithin(WAIT);
      return outcome.join();
    }

    Throwable error() {
      return assertThat(outcome)
          .failsWithin(WAIT)
          .withThrowableOfType(ExecutionException.class)
          .actual()
          .getCause();
    }
  }
}
