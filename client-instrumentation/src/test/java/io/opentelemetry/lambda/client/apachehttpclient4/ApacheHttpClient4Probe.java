package io.opentelemetry.lambda.client.apachehttpclient4;

import io.opentelemetry.lambda.client.Probe;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.execchain.ClientExecChain;

final class ApacheHttpClient4Probe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    return new Builder(hooked)
        .build()
        .execute(
            new HttpGet(url),
            response -> org.apache.http.util.EntityUtils.toString(response.getEntity()));
  }

  private static final class Builder extends org.apache.http.impl.client.HttpClientBuilder {

    private final boolean hooked;

    private Builder(boolean hooked) {
      this.hooked = hooked;
    }

    @Override
    protected ClientExecChain decorateProtocolExec(ClientExecChain chain) {
      return hooked ? ApacheHttpClient4.decorateProtocolExec(this, chain, chain) : chain;
    }
  }
}
