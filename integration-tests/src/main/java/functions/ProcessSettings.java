package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.logging.LogManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Chooses in its static initializer what classes of the JDK read once, or take once only; answers
 * with what holds then.
 */
public final class ProcessSettings implements RequestHandler<Object, Map<String, String>> {

  private static final String HOST = "own.test";

  static {
    choose();
  }

  private static void choose() {
    System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
    System.setProperty("jdk.tls.client.protocols", "TLSv1.2");
    System.setProperty("jdk.tls.client.cipherSuites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    System.setProperty("user.timezone", "Asia/Tokyo");
    System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "7");
    System.setProperty("http.agent", "own");
    System.setProperty("http.keepAlive", "false");
    System.setProperty("sun.net.client.defaultConnectTimeout", "1234");
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    System.setProperty("java.net.preferIPv6Addresses", "true");
    try {
      Path hosts = Files.createTempFile("own", "hosts");
      Files.write(hosts, ("10.1.2.3 " + HOST + "\n").getBytes(StandardCharsets.US_ASCII));
      System.setProperty("jdk.net.hosts.file", hosts.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Security.setProperty("networkaddress.cache.ttl", "77");
    Security.setProperty("networkaddress.cache.negative.ttl", "78");
    Security.insertProviderAt(new OwnProvider(), 1);
    Locale.setDefault(Locale.GERMANY);
    ProxySelector.setDefault(new OwnProxySelector());
    Authenticator.setDefault(new OwnAuthenticator());
    URL.setURLStreamHandlerFactory(protocol -> protocol.equals("own") ? new OwnHandler() : null);
    URLConnection.setContentHandlerFactory(type -> null);
  }

  @Override
  public Map<String, String> handleRequest(Object event, Context context) {
    Map<String, String> values = new TreeMap<>();
    put(values, "log manager", () -> LogManager.getLogManager().getClass().getName());
    put(
        values,
        "TLS protocols",
        () -> String.join(",", SSLContext.getDefault().getDefaultSSLParameters().getProtocols()));
    put(
        values,
        "TLS cipher suites",
        () ->
            String.join(
                ",", ((SSLSocketFactory) SSLSocketFactory.getDefault()).getDefaultCipherSuites()));
    put(values, "time zone", () -> TimeZone.getDefault().getID());
    put(values, "common pool", () -> "" + ForkJoinPool.getCommonPoolParallelism());
    put(
        values,
        "HTTP agent",
        () -> field("sun.net.www.protocol.http.HttpURLConnection", "userAgent"));
    put(values, "HTTP keep-alive", () -> field("sun.net.www.http.HttpClient", "keepAliveProp"));
    put(values, "HTTP timeout", () -> field("sun.net.NetworkClient", "defaultConnectTimeout"));
    put(values, "restricted headers", ProcessSettings::restrictedHeader);
    put(values, "loopback", () -> InetAddress.getLoopbackAddress().getClass().getSimpleName());
    put(values, "hosts file", () -> InetAddress.getAllByName(HOST)[0].getHostAddress());
    put(values, "DNS cache", () -> call("sun.net.InetAddressCachePolicy", "get"));
    put(values, "DNS negative cache", () -> call("sun.net.InetAddressCachePolicy", "getNegative"));
    put(values, "security provider", () -> Security.getProviders()[0].getName());
    put(values, "locale", () -> String.format("%.1f", 1.5));
    put(values, "proxy selector", () -> ProxySelector.getDefault().getClass().getName());
    put(
        values,
        "authenticator",
        () ->
            Authenticator.requestPasswordAuthentication(null, 80, "http", "", "basic")
                .getUserName());
    put(values, "URL protocol", () -> new URL("own:x").openConnection().getURL().getPath());
    return values;
  }

  private static void put(Map<String, String> values, String name, Callable<String> value) {
    try {
      values.put(name, value.call());
    } catch (Throwable e) {
      values.put(name, e.toString());
    }
  }

  private static String field(String type, String name) throws ReflectiveOperationException {
    Field field = Class.forName(type).getDeclaredField(name);
    field.setAccessible(true);
    return String.valueOf(field.get(null));
  }

  private static String call(String type, String method) throws ReflectiveOperationException {
    return String.valueOf(Class.forName(type).getMethod(method).invoke(null));
  }

  /** A method of Java 11, called by reflection. */
  private static String restrictedHeader() throws ReflectiveOperationException {
    Class<?> type = Class.forName("java.net.http.HttpRequest$Builder");
    Object builder =
        Class.forName("java.net.http.HttpRequest").getMethod("newBuilder").invoke(null);
    try {
      type.getMethod("header", String.class, String.class).invoke(builder, "host", "own");
      return "allowed";
    } catch (InvocationTargetException e) {
      return String.valueOf(e.getCause());
    }
  }

  /** Is the process's if it is named before the first use of {@code java.util.logging}. */
  public static final class OwnLogManager extends LogManager {}

  private static final class OwnProvider extends Provider {

    private static final long serialVersionUID = 1;

    @SuppressWarnings("deprecation") // the newer constructor is Java 9's
    OwnProvider() {
      super("own", 1, "own");
    }
  }

  private static final class OwnProxySelector extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      return Collections.singletonList(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
  }

  private static final class OwnAuthenticator extends Authenticator {

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return new PasswordAuthentication("own", new char[0]);
    }
  }

  private static final class OwnHandler extends URLStreamHandler {

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}
      };
    }
  }
}
