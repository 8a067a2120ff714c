package io.opentelemetry.lambda.emulator.internal.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands before a server's handler, and resets the connections that have been dropped. */
final class HttpConnections extends Handler.Wrapper implements Connection.Listener {

  private final OpenConnections<Connection> connections = new OpenConnections<>();

  HttpConnections(Handler handler) {
    super(handler);
  }

  void dropIdle() {
    connections.dropIdle();
  }

  @Override
  public void onOpened(Connection connection) {
    connections.opened(connection);
  }

  @Override
  public void onClosed(Connection connection) {
    connections.closed(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    if (connections.isDropped(connection)) {
      reset(connection.getEndPoint());
      callback.failed(new EofException("dropped"));
      return true;
    }
    connections.begun(connection, request);
    request.addHttpStreamWrapper(
        stream ->
            new HttpStream.Wrapper(stream) {
              @Override
              public void prepareResponse(HttpFields.Mutable headers) {
                connections.answered(connection, request);
                super.prepareResponse(headers);
              }
            });
    return super.handle(request, response, callback);
  }

  private static void reset(EndPoint endPoint) {
    try {
      ((SocketChannel) endPoint.getTransport()).setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    endPoint.close();
  }
}
