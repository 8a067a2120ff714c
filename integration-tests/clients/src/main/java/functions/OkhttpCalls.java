package functions;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

final class OkhttpCalls implements Client {

  private final OkHttpClient client = new OkHttpClient.Builder().build();

  @Override
  public String call(String way, String url) throws Exception {
    Request request = new Request.Builder().url(url).header("x-tenant", "acme").build();
    return switch (way) {
      case "sync" -> text(client.newCall(request).execute());
      case "derived" -> text(client.newBuilder().build().newCall(request).execute());
      case "default" -> text(new OkHttpClient().newCall(request).execute());
      case "async" -> async(client.newCall(request), OkhttpCalls::text).join();
      case "callback" ->
          async(
                  client.newCall(request),
                  response -> text(response) + text(client.newCall(request).execute()))
              .join();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static CompletableFuture<String> async(Call call, Reader reader) {
    CompletableFuture<String> result = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call call, IOException e) {
            result.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call call, Response response) throws IOException {
            result.complete(reader.read(response));
          }
        });
    return result;
  }

  private interface Reader {
    String read(Response response) throws IOException;
  }

  static String text(Response response) throws IOException {
    try (response) {
      return response.code() + " " + response.body().string();
    }
  }
}
