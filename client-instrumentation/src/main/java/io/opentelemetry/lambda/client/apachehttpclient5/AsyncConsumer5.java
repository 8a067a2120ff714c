package io.opentelemetry.lambda.client.apachehttpclient5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Tells a call of its response, and of the result that the caller's consumer makes of it. */
final class AsyncConsumer5<T> implements AsyncResponseConsumer<T> {

  private final AsyncResponseConsumer<T> consumer;
  private final AsyncCall5<?> call;

  AsyncConsumer5(AsyncResponseConsumer<T> consumer, AsyncCall5<?> call) {
    this.consumer = consumer;
    this.call = call;
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      @Nullable EntityDetails entity,
      HttpContext context,
      FutureCallback<T> result)
      throws HttpException, IOException {
    call.respond(response);
    consumer.consumeResponse(response, entity, context, new Result<>(result, call));
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context)
      throws HttpException, IOException {
    consumer.informationResponse(response, context);
  }

  @Override
  public void failed(Exception error) {
    consumer.failed(error);
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    consumer.updateCapacity(channel);
  }

  @Override
  public void consume(ByteBuffer bytes) throws IOException {
    consumer.consume(bytes);
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers)
      throws HttpException, IOException {
    consumer.streamEnd(trailers);
  }

  @Override
  public void releaseResources() {
    consumer.releaseResources();
  }

  private static final class Result<T> implements FutureCallback<T> {

    private final FutureCallback<T> result;
    private final AsyncCall5<?> call;

    private Result(FutureCallback<T> result, AsyncCall5<?> call) {
      this.result = result;
      this.call = call;
    }

    @Override
    public void completed(T made) {
      call.end(null);
      result.completed(made);
    }

    @Override
    public void failed(Exception error) {
      call.end(error);
      result.failed(error);
    }

    @Override
    public void cancelled() {
      call.end(null);
      result.cancelled();
    }
  }
}
