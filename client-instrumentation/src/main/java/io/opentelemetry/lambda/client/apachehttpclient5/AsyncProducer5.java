package io.opentelemetry.lambda.client.apachehttpclient5;

import java.io.IOException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Tells a call of its request, which the caller's producer makes. */
final class AsyncProducer5 implements AsyncRequestProducer {

  private final AsyncRequestProducer producer;
  private final AsyncCall5<?> call;

  AsyncProducer5(AsyncRequestProducer producer, AsyncCall5<?> call) {
    this.producer = producer;
    this.call = call;
  }

  @Override
  public void sendRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    producer.sendRequest(new Channel(channel, call), context);
  }

  @Override
  public boolean isRepeatable() {
    return producer.isRepeatable();
  }

  @Override
  public int available() {
    return producer.available();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    producer.produce(channel);
  }

  @Override
  public void failed(Exception error) {
    producer.failed(error);
  }

  @Override
  public void releaseResources() {
    producer.releaseResources();
  }

  private static final class Channel implements RequestChannel {

    private final RequestChannel channel;
    private final AsyncCall5<?> call;

    private Channel(RequestChannel channel, AsyncCall5<?> call) {
      this.channel = channel;
      this.call = call;
    }

    @Override
    public void sendRequest(HttpRequest request, EntityDetails entity, HttpContext context)
        throws HttpException, IOException {
      call.start(request);
      channel.sendRequest(request, entity, context);
    }
  }
}
