package example.asynchttp;

import static org.asynchttpclient.Dsl.asyncHttpClient;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import org.asynchttpclient.AsyncHttpClient;

/** Answers with the IP address that others see the function at, which it asks a server for. */
public final class OwnAddressHandler implements RequestHandler<Map<String, Object>, String> {

  private final String endpoint = System.getenv("ENDPOINT");

  private final AsyncHttpClient client = asyncHttpClient();

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    return client
        .prepareGet(endpoint)
        .execute()
        .toCompletableFuture()
        .join()
        .getResponseBody()
        .strip();
  }
}
