package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A connection to the exporter's endpoint, for one request after the other. */
final class HttpConnection {

  private static final long SURELY_OPEN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HttpSenderConfig config;
  private final Socket socket;
  private long lastUsed = System.nanoTime();

  static HttpConnection open(HttpSenderConfig config, Deadline deadline) throws IOException {
    URI endpoint = config.getEndpoint();
    boolean tls = "https".equalsIgnoreCase(endpoint.getScheme());
    int port = endpoint.getPort() >= 0 ? endpoint.getPort() : tls ? 443 : 80;
    int timeout = (int) Math.min(deadline.remainingMillis(), config.getConnectTimeout().toMillis());
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(endpoint.getHost(), port), timeout);
      if (tls) {
        socket.setSoTimeout(deadline.remainingMillis());
        socket = secure(socket, endpoint.getHost(), port, config);
      }
      return new HttpConnection(config, socket);
    } catch (IOException | RuntimeException e) {
      closeQuietly(socket);
      throw e;
    }
  }

  private static Socket secure(Socket plain, String host, int port, HttpSenderConfig config)
      throws IOException {
    SSLContext context = config.getSslContext();
    SSLSocketFactory factory =
        context == null
            ? (SSLSocketFactory) SSLSocketFactory.getDefault()
            : context.getSocketFactory();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, /* autoClose= */ true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate is for this host
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private HttpConnection(HttpSenderConfig config, Socket socket) {
    this.config = config;
    this.socket = socket;
  }

  /**
   * Whether the peer has left an idle connection open. After a moment's use nobody closes it; after
   * a freeze it is worth a millisecond to look.
   */
  boolean isUsable() {
    if (System.nanoTime() - lastUsed < SURELY_OPEN_NANOS) {
      return true;
    }
    try {
      socket.setSoTimeout(1);
      // the end of the stream, or bytes that nobody asked for
      socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      // closed
    }
    close();
    return false;
  }

  RawHttpResponse exchange(byte[] body, Deadline deadline) throws IOException {
    InputStream in = new DeadlineInputStream(socket, deadline);
    try {
      OutputStream out = socket.getOutputStream();
      out.write(head(body.length));
      out.write(body);
      out.flush();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      throw new ConnectionLostException(String.valueOf(e.getMessage()));
    }
    RawHttpResponse response = RawHttpResponse.read(in, config.getMaxResponseBodySize());
    lastUsed = System.nanoTime();
    return response;
  }

  private byte[] head(int contentLength) {
    URI endpoint = config.getEndpoint();
    StringBuilder head = new StringBuilder(512);
    head.append("POST ").append(endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath());
    if (endpoint.getRawQuery() != null) {
      head.append('?').append(endpoint.getRawQuery());
    }
    head.append(" HTTP/1.1");
    append(head, "Host", endpoint.getRawAuthority());
    append(head, "Content-Type", config.getContentType());
    append(head, "Content-Length", Integer.toString(contentLength));
    Compressor compressor = config.getCompressor();
    if (compressor != null) {
      append(head, "Content-Encoding", compressor.getEncoding());
    }
    Map<String, List<String>> headers = config.getHeadersSupplier().get();
    if (headers != null) {
      for (Map.Entry<String, List<String>> header : headers.entrySet()) {
        for (String value : header.getValue()) {
          append(head, header.getKey(), value);
        }
      }
    }
    return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder head, String name, String value) {
    if (name.indexOf('\n') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("the header " + name + " has a line break");
    }
    head.append("\r\n").append(name).append(": ").append(value);
  }

  void close() {
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is of no more use either way
    }
  }
}
