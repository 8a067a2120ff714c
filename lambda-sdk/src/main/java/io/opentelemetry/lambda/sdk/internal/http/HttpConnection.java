package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
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
import org.jspecify.annotations.Nullable;

/** A connection to the exporter's endpoint, for one request after the other, perhaps by a proxy. */
final class HttpConnection {

  private static final long SURELY_OPEN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HttpSenderConfig config;
  private final URI endpoint;
  private final boolean tls;
  private final @Nullable HttpProxy proxy;
  private final Socket plain = socket();
  private Socket socket = plain;
  private boolean open;
  private long lastUsed;

  static HttpConnection create(HttpSenderConfig config) {
    return new HttpConnection(config);
  }

  private HttpConnection(HttpSenderConfig config) {
    this.config = config;
    this.endpoint = config.getEndpoint();
    this.tls = "https".equalsIgnoreCase(endpoint.getScheme());
    this.proxy = HttpProxy.find(endpoint, config.getProxyOptions());
  }

  /** Without being told so, a socket loads a good deal to find that there is no proxy. */
  private static Socket socket() {
    return System.getProperty("socksProxyHost") == null ? new Socket(Proxy.NO_PROXY) : new Socket();
  }

  /** Connects, if that has not been done. */
  void open(Deadline deadline) throws IOException {
    if (open) {
      return;
    }
    int timeout = (int) Math.min(deadline.remainingMillis(), config.getConnectTimeout().toMillis());
    plain.setTcpNoDelay(true);
    plain.connect(
        proxy == null
            ? new InetSocketAddress(endpoint.getHost(), port())
            : new InetSocketAddress(proxy.host(), proxy.port()),
        timeout);
    if (tls) {
      if (proxy != null) {
        openTunnel(proxy, deadline);
      }
      plain.setSoTimeout(deadline.remainingMillis());
      SSLSocket secure = secure(plain);
      socket = secure;
      secure.startHandshake();
    }
    open = true;
    lastUsed = System.nanoTime();
  }

  private int port() {
    return endpoint.getPort() >= 0 ? endpoint.getPort() : tls ? 443 : 80;
  }

  private void openTunnel(HttpProxy proxy, Deadline deadline) throws IOException {
    String authority = endpoint.getHost() + ":" + port();
    StringBuilder head = new StringBuilder("CONNECT ").append(authority).append(" HTTP/1.1");
    append(head, "Host", authority);
    proxy.authorize(head);
    plain.getOutputStream().write(bytes(head));
    int status = RawHttpResponse.readTunnelStatus(new DeadlineInputStream(plain, deadline));
    if (status < 200 || status >= 300) {
      throw new IOException("the proxy " + proxy.host() + " answers " + status);
    }
  }

  private SSLSocket secure(Socket plain) throws IOException {
    SSLContext context = config.getSslContext();
    SSLSocketFactory factory =
        context == null
            ? (SSLSocketFactory) SSLSocketFactory.getDefault()
            : context.getSocketFactory();
    SSLSocket secure =
        plain.isConnected()
            ? (SSLSocket)
                factory.createSocket(plain, endpoint.getHost(), port(), /* autoClose= */ true)
            : (SSLSocket) factory.createSocket();
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate is for this host
    secure.setSSLParameters(parameters);
    return secure;
  }

  /** Does all that an exchange does, with nobody. */
  RawHttpResponse rehearse(byte[] body) throws IOException {
    new ByteArrayOutputStream().write(head(body.length));
    if (tls) {
      secure(plain).close();
    }
    String success = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    InputStream in = new ByteArrayInputStream(success.getBytes(StandardCharsets.US_ASCII));
    return RawHttpResponse.read(in, config.getMaxResponseBodySize());
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
    StringBuilder head = new StringBuilder(512).append("POST ");
    if (proxy != null && !tls) {
      head.append("http://").append(endpoint.getRawAuthority());
    }
    head.append(endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath());
    if (endpoint.getRawQuery() != null) {
      head.append('?').append(endpoint.getRawQuery());
    }
    head.append(" HTTP/1.1");
    append(head, "Host", endpoint.getRawAuthority());
    append(head, "Content-Type", config.getContentType());
    append(head, "Content-Length", Integer.toString(contentLength));
    if (proxy != null && !tls) {
      proxy.authorize(head);
    }
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
    return bytes(head);
  }

  private static byte[] bytes(StringBuilder head) {
    return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  static void append(StringBuilder head, String name, String value) {
    if (name.indexOf('\n') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("the header " + name + " has a line break");
    }
    head.append("\r\n").append(name).append(": ").append(value);
  }

  void close() {
    closeQuietly(socket);
    abort();
  }

  /** Ends whatever another thread does on it, which a close over TLS would wait for. */
  void abort() {
    closeQuietly(plain);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is of no more use either way
    }
  }
}
