package functions;

import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** Apache HttpClient 4. */
final class Apache4Calls implements Client {

  private final CloseableHttpClient client = HttpClients.createDefault();

  @Override
  public String call(String way, String url) throws Exception {
    HttpGet request = new HttpGet(url);
    request.addHeader("x-tenant", "acme");
    try (CloseableHttpResponse response = client.execute(request)) {
      return response.getStatusLine().getStatusCode()
          + " "
          + EntityUtils.toString(response.getEntity());
    }
  }
}
