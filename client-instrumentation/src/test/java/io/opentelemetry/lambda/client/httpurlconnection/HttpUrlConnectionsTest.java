package io.opentelemetry.lambda.client.httpurlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import org.junit.jupiter.api.Test;

class HttpUrlConnectionsTest {

  @Test
  void getContent_connectionIsNotHttp_isOpenedOnce() throws IOException {
    Opened connection = new Opened(URI.create("file:///content.txt").toURL());
    assertThat(HttpUrlConnections.getContent(connection)).isInstanceOf(InputStream.class);
    assertThat(connection.times).isEqualTo(1);
  }

  @Test
  void getContentOfTypes_connectionIsNotHttp_isOpenedOnce() throws IOException {
    Opened connection = new Opened(URI.create("file:///content.txt").toURL());
    assertThat(HttpUrlConnections.getContent(connection, new Class<?>[] {InputStream.class}))
        .isInstanceOf(InputStream.class);
    assertThat(connection.times).isEqualTo(1);
  }

  private static final class Opened extends URLConnection {

    private int times;

    Opened(URL url) {
      super(url);
    }

    @Override
    public void connect() {}

    @Override
    public String getContentType() {
      return "text/plain";
    }

    @Override
    public InputStream getInputStream() {
      times++;
      return new ByteArrayInputStream(new byte[] {'a'});
    }

    @Override
    public Object getContent() {
      return getInputStream();
    }

    @Override
    public Object getContent(Class<?>[] types) {
      return getInputStream();
    }
  }
}
