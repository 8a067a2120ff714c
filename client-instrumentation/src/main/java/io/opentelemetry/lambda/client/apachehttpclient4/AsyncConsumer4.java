package io.opentelemetry.lambda.client.apachehttpclient4;

import java.io.IOException;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;

/** Tells a call of its response, and of its end. */
final class AsyncConsumer4<T> implements HttpAsyncResponseConsumer<T> {

  private final HttpAsyncResponseConsumer<T> consumer;
  private final AsyncCall4<?> call;

  AsyncConsumer4(HttpAsyncResponseConsumer<T> consumer, AsyncCall4<?> call) {
    this.consumer = consumer;
    this.call = call;
  }

  @Override
  public void responseReceived(HttpResponse response) throws IOException, HttpException {
    call.respond(response);
    consumer.responseReceived(response);
  }

  @Override
  public void consumeContent(ContentDecoder decoder, IOControl control) throws IOException {
    consumer.consumeContent(decoder, control);
  }

  @Override
  public void responseCompleted(HttpContext context) {
    consumer.responseCompleted(context);
    call.end(consumer.getException());
  }

  @Override
  public void failed(Exception error) {
    call.end(error);
    consumer.failed(error);
  }

  @Override
  public Exception getException() {
    return consumer.getException();
  }

  @Override
  public T getResult() {
    return consumer.getResult();
  }

  @Override
  public boolean isDone() {
    return consumer.isDone();
  }

  @Override
  public void close() throws IOException {
    consumer.close();
  }

  @Override
  public boolean cancel() {
    return consumer.cancel();
  }
}
