package example.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

/** Sells what is in a cart, and tells of it: by a span, a metric, a log record and an attribute. */
public final class CheckoutHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private static final AttributeKey<String> TIER = AttributeKey.stringKey("customer.tier");
  private static final AttributeKey<Long> ITEMS = AttributeKey.longKey("cart.items");

  private final OpenTelemetry openTelemetry = GlobalOpenTelemetry.get();
  private final Tracer tracer = openTelemetry.getTracer("example.telemetry");
  private final Logger logger = openTelemetry.getLogsBridge().get("example.telemetry");
  private final LongCounter sold =
      openTelemetry
          .getMeter("example.telemetry")
          .counterBuilder("shop.items.sold")
          .setDescription("How many items have been sold.")
          .setUnit("{item}")
          .build();

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent request, Context context) {
    String tier = tier();
    Span.current().setAttribute(TIER, tier); // on the span that the layer has begun
    int items = request.getBody().split(",").length;
    pay(items);
    sold.add(items, Attributes.of(TIER, tier));
    logger
        .logRecordBuilder()
        .setSeverity(Severity.INFO)
        .setBody("sold " + items)
        .setAttribute(ITEMS, (long) items)
        .emit();
    return APIGatewayV2HTTPResponse.builder().withStatusCode(200).withBody("sold " + items).build();
  }

  /** The customer's tier, which the caller has put into the baggage. */
  private static String tier() {
    String tier = Baggage.current().getEntryValue("customer.tier");
    return tier == null ? "unknown" : tier;
  }

  private void pay(int items) {
    Span span = tracer.spanBuilder("pay").setAttribute(ITEMS, (long) items).startSpan();
    try (Scope scope = span.makeCurrent()) {
      Span.current().addEvent("payment accepted");
    } finally {
      span.end();
    }
  }
}
