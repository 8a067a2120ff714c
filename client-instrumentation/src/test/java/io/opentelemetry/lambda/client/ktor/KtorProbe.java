package io.opentelemetry.lambda.client.ktor;

import io.ktor.client.HttpClient;
import io.ktor.client.HttpClientKt;
import io.ktor.client.engine.cio.CIO;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.request.HttpRequestKt;
import io.ktor.client.statement.HttpResponse;
import io.ktor.client.statement.HttpResponseKt;
import io.ktor.client.statement.HttpStatement;
import io.opentelemetry.lambda.client.Probe;
import java.nio.charset.StandardCharsets;
import kotlin.Unit;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;

public final class KtorProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    try (HttpClient client = HttpClientKt.HttpClient(CIO.INSTANCE, config -> Unit.INSTANCE)) {
      if (hooked) {
        Ktor.end(Ktor.install(client, client), null);
      }
      HttpRequestBuilder request = new HttpRequestBuilder();
      HttpRequestKt.url(request, url);
      HttpResponse response =
          (HttpResponse)
              BuildersKt.runBlocking(
                  EmptyCoroutineContext.INSTANCE,
                  (scope, caller) -> new HttpStatement(request, client).execute(caller));
      return (String)
          BuildersKt.runBlocking(
              EmptyCoroutineContext.INSTANCE,
              (scope, caller) ->
                  HttpResponseKt.bodyAsText(response, StandardCharsets.UTF_8, caller));
    }
  }
}
