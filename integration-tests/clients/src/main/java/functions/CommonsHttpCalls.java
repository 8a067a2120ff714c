package functions;

import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.methods.GetMethod;

/** Apache's Commons HttpClient 3. */
final class CommonsHttpCalls implements Client {

  private final HttpClient client = new HttpClient();

  @Override
  public String call(String way, String url) throws Exception {
    GetMethod get = new GetMethod(way.equals("error") ? "http://localhost:1/" : url);
    client.executeMethod(get);
    return get.getResponseBodyAsString();
  }
}
