package io.opentelemetry.lambda.client.okhttp;

import io.opentelemetry.lambda.client.Probe;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

final class OkHttpProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    if (hooked) {
      OkHttp.build(builder);
    }
    Request request = new Request.Builder().url(url).build();
    try (Response response = builder.build().newCall(request).execute()) {
      return response.body().string();
    }
  }
}
