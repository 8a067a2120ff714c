package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.Map;

/** A method that is to be a span. */
public final class AnnotatedMethod implements RequestHandler<Map<String, Object>, String> {

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    return work();
  }

  @WithSpan("user.annotated")
  String work() {
    return "done";
  }
}
