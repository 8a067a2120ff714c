package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;

/** Reports spans of its own; answers with the version of the API that its code runs with. */
public final class UserSpans implements RequestHandler<Map<String, Object>, String> {

  private static final Tracer tracer = GlobalOpenTelemetry.getTracer("functions");

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    Span.current().setAttribute("user.attribute", "set");
    Span span = tracer.spanBuilder("user.work").startSpan();
    try (Scope scope = span.makeCurrent()) {
      Span.current().addEvent("user.event");
    } finally {
      span.end();
    }
    return apiVersion();
  }

  static String apiVersion() {
    Properties version = new Properties();
    try (InputStream in =
        UserSpans.class
            .getClassLoader()
            .getResourceAsStream("io/opentelemetry/api/version.properties")) {
      version.load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return version.getProperty("sdk.version");
  }
}
