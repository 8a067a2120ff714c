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
  private final Endpoint endpoint;
  private final boolean tls;
  private final @Nullable HttpProxy proxy;
  private final Socket plain = socket();
  private Socket socket = plain;
  private boolean open;
  private long lastUsed;

  static HttpConnection create(HttpSenderConfig config, Endpoint endpoint) {
    return new HttpConnection(config, endpoint);
  }

  private HttpConnection(HttpSenderConfig config, Endpoint endpoint) {
    this.config = config;
    this.endpoint = endpoint;
    this.tls = endpoint.isTls();
    this.proxy = HttpProxy.find(endpoint, config.getEndpoint(), config.getProxyOptions());
  }

  /** Without being told so, a socket loads a good deal to find that there is no proxy. */
  private static Socket socket() {
    return System.getProperty("socksProxyHost") == null ? new Socket(Proxy.NO_PROXY) : new Socket();
  }

  /** Connects, if that has not been done. */
  void open(ExchangeDeadline deadline) throws IOException {
    if (open) {
      return;
    }
    long timeout = ExchangeDeadline.limit(config.getConnectTimeout());
    plain.setTcpNoDelay(true);
    plain.connect(
        proxy == null ? endpoint.resolve() : new InetSocketAddress(proxy.host(), proxy.port()),
        (int) Math.min(deadline.remainingMillis(), TimeUnit.NANOSECONDS.toMillis(timeout)));
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

  private void openTunnel(HttpProxy proxy, ExchangeDeadline deadline) throws IOException {
    String authority = endpoint.host() + ":" + endpoint.port();
    RequestHead head = new RequestHead("CONNECT " + authority + " HTTP/1.1");
    head.add("Host", authority);
    proxy.authorize(head);
    plain.getOutputStream().write(head.bytes());
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
                factory.createSocket(plain, endpoint.host(), endpoint.port(), /* autoClose= */ true)
            : (SSLSocket) factory.createSocket();
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate is for this host
    secure.setSSLParameters(parameters);
    return secure;
  }

  /** Does all that an exchange does, with nobody. */
  RawHttpResponse prime(byte[] body) throws IOException {
    new ByteArrayOutputStream().write(head(body.length).bytes());
    if (tls) {
      secure(plain).close();
    }
    String success = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    InputStream in = new ByteArrayInputStream(success.getBytes(StandardCharsets.US_ASCII));
    return RawHttpResponse.read(in, config.getMaxResponseBodySize());
  }

  /**
   * Looks whether the peer has left an idle connection open and has sent nothing that nobody asked
   * for. After a moment's use nobody closes it; after a freeze it is worth a millisecond to look.
   */
  boolean isUsable() {
    try {
      InputStream in = socket.getInputStream();
      if (System.nanoTime() - lastUsed < SURELY_OPEN_NANOS) {
        if (in.available() == 0) {
          return true;
        }
      } else {
        socket.setSoTimeout(1);
        in.read();
      }
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      // closed
    }
    close();
    return false;
  }

  RawHttpResponse exchange(byte[] body, ExchangeDeadline deadline) throws IOException {
    InputStream in = new DeadlineInputStream(socket, deadline);
    RequestHead head = head(body.length);
    AwsSigner signer = endpoint.signer();
    if (signer != null) {
      signer.sign(head, endpoint, config.getContentType(), body);
    }
    try {
      OutputStream out = socket.getOutputStream();
      out.write(head.bytes());
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

  private RequestHead head(int contentLength) {
    String target =
        proxy != null && !tls
            ? "http://" + endpoint.authority() + endpoint.path()
            : endpoint.path();
    RequestHead head = new RequestHead("POST " + target + " HTTP/1.1");
    head.add("Host", endpoint.authority());
    head.add("Content-Type", config.getContentType());
    head.add("Content-Length", Integer.toString(contentLength));
    if (proxy != null && !tls) {
      proxy.authorize(head);
    }
    Compressor compressor = config.getCompressor();
    if (compressor != null) {
      head.add("Content-Encoding", compressor.getEncoding());
    }
    Map<String, List<String>> headers = config.getHeadersSupplier().get();
    boolean authorized = headers != null && head.addAll(headers);
    String authorization = endpoint.basicAuthorization();
    if (!authorized && authorization != null) {
      head.add("Authorization", authorization);
    }
    return head;
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
