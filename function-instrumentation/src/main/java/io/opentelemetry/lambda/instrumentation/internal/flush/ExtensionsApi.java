package io.opentelemetry.lambda.instrumentation.internal.flush;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's Extensions API, as seen from an extension inside the runtime's process: it registers for
 * {@code INVOKE} only, which is all that Lambda allows it.
 *
 * <p>Each request has a connection of its own, as there may be hours, or a snapshot, between two.
 * The JDK's client is not used: the agent would trace it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html">AWS's
 *     documentation</a>
 */
final class ExtensionsApi {

  private static final String REGISTER = "/2020-01-01/extension/register";
  private static final String NEXT = "/2020-01-01/extension/event/next";
  private static final String ID_HEADER = "lambda-extension-identifier";
  private static final String NAME = "opentelemetry-lambda";
  private static final String EVENTS = "{\"events\":[\"INVOKE\"]}";

  /** As long as an init may take: under load, Lambda is slow to answer, and asked only once. */
  private static final int INIT_TIMEOUT_MILLIS = 10_000;

  private static final int NO_TIMEOUT = 0;

  private final String address;
  private final String id;

  /**
   * Registers this process; possible until the runtime has asked for its first event.
   *
   * @param address {@code host:port}
   * @throws IOException if it is refused, or nothing is there to register with
   */
  static ExtensionsApi register(@Nullable String address) throws IOException {
    if (address == null) {
      throw new IOException("no Extensions API");
    }
    ExtensionsResponse response =
        send(
            address,
            "POST " + REGISTER,
            "Lambda-Extension-Name: " + NAME + "\r\nContent-Type: application/json",
            EVENTS,
            INIT_TIMEOUT_MILLIS);
    String id = response.header(ID_HEADER);
    if (id == null) {
      throw new IOException("the Extensions API gave no identifier");
    }
    return new ExtensionsApi(address, id);
  }

  private ExtensionsApi(String address, String id) {
    this.address = address;
    this.id = id;
  }

  /**
   * Waits for the next event, however long, and returns it as Lambda sends it, as JSON. A
   * connection that is lost meanwhile, as in a snapshot, is replaced once.
   */
  String next() throws IOException {
    try {
      return requestNext();
    } catch (ExtensionsApiException e) {
      throw e;
    } catch (IOException lost) {
      return requestNext();
    }
  }

  private String requestNext() throws IOException {
    return send(address, "GET " + NEXT, "Lambda-Extension-Identifier: " + id, "", NO_TIMEOUT)
        .body();
  }

  private static ExtensionsResponse send(
      String address, String request, String headers, String body, int timeoutMillis)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(parse(address), INIT_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(timeoutMillis);
      String text =
          request
              + " HTTP/1.1\r\nHost: "
              + address
              + "\r\nConnection: close\r\n"
              + headers
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1024);
      ExtensionsResponse response = ExtensionsResponse.read(in);
      if (response.status() != 200) {
        throw new ExtensionsApiException(response.status(), response.body());
      }
      return response;
    }
  }

  private static InetSocketAddress parse(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    try {
      return colon < 0
          ? new InetSocketAddress(InetAddress.getByName(address), 80)
          : new InetSocketAddress(
              InetAddress.getByName(address.substring(0, colon)),
              Integer.parseInt(address.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IOException(address + " is no address", e);
    }
  }
}
