package functions;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache HttpClient 5. */
final class Apache5Calls implements Client {

  private final CloseableHttpClient client = HttpClients.createDefault();
  private final CloseableHttpClient customized =
      HttpClients.custom().setUserAgent("function").disableRedirectHandling().build();

  @Override
  public String call(String way, String url) throws Exception {
    CloseableHttpClient chosen = way.equals("custom") ? customized : client;
    HttpGet request = new HttpGet(url);
    request.addHeader("x-tenant", "acme");
    return chosen.execute(
        request, response -> response.getCode() + " " + EntityUtils.toString(response.getEntity()));
  }
}
