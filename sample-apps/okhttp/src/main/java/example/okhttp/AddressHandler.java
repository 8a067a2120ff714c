package example.okhttp;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Answers with the IP address that others see the function at, which it asks a server for. */
public final class AddressHandler implements RequestHandler<Map<String, Object>, String> {

  private final String endpoint = System.getenv("ENDPOINT");

  /** Reports each call as a span, and passes the trace on in its headers. */
  private final Call.Factory client =
      OkHttpTelemetry.create(GlobalOpenTelemetry.get()).createCallFactory(new OkHttpClient());

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    Request request = new Request.Builder().url(endpoint).build();
    try (Response response = client.newCall(request).execute()) {
      return response.body().string().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
