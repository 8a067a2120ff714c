package io.opentelemetry.lambda.client.apachehttpclient5;

import io.opentelemetry.lambda.client.Probe;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;

public final class ApacheHttpAsyncClient5Probe implements Probe {

  @Override
  @SuppressWarnings("unchecked") // the callback has the type of the one that it is made of
  public String call(boolean hooked, String url) throws Exception {
    try (CloseableHttpAsyncClient client = HttpAsyncClients.createDefault()) {
      client.start();
      AsyncRequestProducer producer =
          SimpleRequestProducer.create(SimpleRequestBuilder.get(url).build());
      AsyncResponseConsumer<SimpleHttpResponse> consumer = SimpleResponseConsumer.create();
      HttpContext context = null;
      FutureCallback<SimpleHttpResponse> callback = null;
      if (hooked) {
        Object call =
            ApacheHttpAsyncClient5.execute(client, producer, consumer, null, context, callback);
        ApacheHttpAsyncClient5.end(call, null);
        producer = ApacheHttpAsyncClient5.argument(producer, call);
        consumer =
            (AsyncResponseConsumer<SimpleHttpResponse>)
                ApacheHttpAsyncClient5.argument(consumer, call);
        context = ApacheHttpAsyncClient5.argument(context, call);
        callback =
            (FutureCallback<SimpleHttpResponse>) ApacheHttpAsyncClient5.argument(callback, call);
      }
      return client.execute(producer, consumer, null, context, callback).get().getBodyText();
    }
  }
}
