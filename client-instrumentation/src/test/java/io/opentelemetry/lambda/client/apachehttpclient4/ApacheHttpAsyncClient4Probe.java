package io.opentelemetry.lambda.client.apachehttpclient4;

import io.opentelemetry.lambda.client.Probe;
import java.net.URI;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.nio.client.methods.HttpAsyncMethods;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;

public final class ApacheHttpAsyncClient4Probe implements Probe {

  @Override
  @SuppressWarnings("unchecked") // the callback has the type of the one that it is made of
  public String call(boolean hooked, String url) throws Exception {
    try (CloseableHttpAsyncClient client = HttpAsyncClients.createDefault()) {
      client.start();
      HttpAsyncRequestProducer producer =
          HttpAsyncMethods.create(
              HttpHost.create("localhost:" + URI.create(url).getPort()), new HttpGet(url));
      HttpAsyncResponseConsumer<HttpResponse> consumer = HttpAsyncMethods.createConsumer();
      HttpContext context = null;
      FutureCallback<HttpResponse> callback = null;
      if (hooked) {
        Object call = ApacheHttpAsyncClient4.execute(client, producer, consumer, context, callback);
        ApacheHttpAsyncClient4.end(call, null);
        producer = ApacheHttpAsyncClient4.argument(producer, call);
        consumer =
            (HttpAsyncResponseConsumer<HttpResponse>)
                ApacheHttpAsyncClient4.argument(consumer, call);
        context = ApacheHttpAsyncClient4.argument(context, call);
        callback = (FutureCallback<HttpResponse>) ApacheHttpAsyncClient4.argument(callback, call);
      }
      return EntityUtils.toString(
          client.execute(producer, consumer, context, callback).get().getEntity());
    }
  }
}
