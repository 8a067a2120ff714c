package io.opentelemetry.lambda.client.apachehttpclient4;

import java.io.IOException;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.protocol.HttpContext;

/** Tells a call of its request, which the caller's producer makes. */
final class AsyncProducer4 implements HttpAsyncRequestProducer {

  private final HttpAsyncRequestProducer producer;
  private final AsyncCall4<?> call;

  AsyncProducer4(HttpAsyncRequestProducer producer, AsyncCall4<?> call) {
    this.producer = producer;
    this.call = call;
  }

  @Override
  public HttpHost getTarget() {
    return producer.getTarget();
  }

  @Override
  public HttpRequest generateRequest() throws IOException, HttpException {
    HttpRequest request = producer.generateRequest();
    call.start(producer.getTarget(), request);
    return request;
  }

  @Override
  public void produceContent(ContentEncoder encoder, IOControl control) throws IOException {
    producer.produceContent(encoder, control);
  }

  @Override
  public void requestCompleted(HttpContext context) {
    producer.requestCompleted(context);
  }

  @Override
  public void failed(Exception error) {
    producer.failed(error);
  }

  @Override
  public boolean isRepeatable() {
    return producer.isRepeatable();
  }

  @Override
  public void resetRequest() throws IOException {
    producer.resetRequest();
  }

  @Override
  public void close() throws IOException {
    producer.close();
  }
}
