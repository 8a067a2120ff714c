package io.opentelemetry.lambda.client.elasticsearch;

import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.incubator.config.internal.CommonConfig;
import io.opentelemetry.instrumentation.api.instrumenter.AttributesExtractor;
import io.opentelemetry.instrumentation.api.internal.HttpConstants;
import io.opentelemetry.instrumentation.api.internal.SemconvStability;
import io.opentelemetry.instrumentation.api.semconv.url.internal.UrlSanitizer;
import java.util.Map;
import java.util.Set;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Response;
import org.jspecify.annotations.Nullable;

/** The attributes of HTTP, and of the path, that the conventions give a request. */
final class ElasticsearchHttp implements AttributesExtractor<ElasticsearchRequest, Response> {

  private final Set<String> knownMethods;
  private final Set<String> secretParameters;
  private final ElasticsearchPaths paths = new ElasticsearchPaths();

  ElasticsearchHttp(CommonConfig settings) {
    knownMethods = settings.getKnownHttpRequestMethods();
    secretParameters = settings.getSensitiveQueryParameters();
  }

  @Override
  public void onStart(AttributesBuilder attributes, Context parent, ElasticsearchRequest request) {
    if (knownMethods.contains(request.method)) {
      attributes.put("http.request.method", request.method);
    } else {
      attributes.put("http.request.method", HttpConstants._OTHER);
      attributes.put("http.request.method_original", request.method);
    }
    if (request.operation != null) {
      for (Map.Entry<String, String> part :
          paths.parts(request.operation, request.path).entrySet()) {
        put(attributes, part.getKey(), part.getValue());
      }
    }
  }

  private static void put(AttributesBuilder attributes, String name, String part) {
    if (SemconvStability.emitStableDatabaseSemconv()) {
      attributes.put("db.operation.parameter." + name, part);
    }
    if (SemconvStability.emitOldDatabaseSemconv()) {
      attributes.put("db.elasticsearch.path_parts." + name, part);
    }
  }

  @Override
  public void onEnd(
      AttributesBuilder attributes,
      Context context,
      ElasticsearchRequest request,
      @Nullable Response response,
      @Nullable Throwable error) {
    if (response != null) {
      HttpHost host = response.getHost();
      String target = response.getRequestLine().getUri();
      String url = host.toURI() + (target.startsWith("/") ? "" : "/") + target;
      attributes.put("url.full", UrlSanitizer.sanitizeUrl(url, secretParameters));
      if (!SemconvStability.emitStableDatabaseSemconv()) {
        attributes.put("server.address", host.getHostName());
        attributes.put("server.port", (long) host.getPort());
      }
    }
  }
}
