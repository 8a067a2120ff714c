package io.opentelemetry.lambda.client.awssdk1;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import com.amazonaws.AmazonServiceException;
import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.Request;
import com.amazonaws.Response;
import com.amazonaws.handlers.HandlerContextKey;
import com.amazonaws.handlers.RequestHandler2;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.contrib.awsxray.propagator.AwsXrayPropagator;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of the AWS SDK for Java 1.x, which finds this class in its file of global
 * request handlers: a CLIENT span for each call, its attempts together, named as {@code
 * opentelemetry-aws-sdk-1.11} names it, such as {@code DynamoDBv2.GetItem}. What fails in here
 * leaves the call as it was.
 */
public final class AwsSdkV1Handler extends RequestHandler2 {

  private static final String SCOPE = "io.opentelemetry.aws-sdk-1.11";
  private static final String REQUEST = "Request";
  // AWS's generator of presigned URLs runs the handlers, but calls nothing
  private static final String PRESIGNED_URL =
      "com.amazonaws.services.s3.model.GeneratePresignedUrlRequest";

  private static final AttributeKey<String> SYSTEM = stringKey("rpc.system");
  private static final AttributeKey<String> SERVICE = stringKey("rpc.service");
  private static final AttributeKey<String> METHOD = stringKey("rpc.method");
  private static final AttributeKey<String> HTTP_METHOD = stringKey("http.request.method");
  private static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
  private static final AttributeKey<String> URL = stringKey("url.full");
  private static final AttributeKey<String> SERVER = stringKey("server.address");
  private static final AttributeKey<Long> PORT = longKey("server.port");
  private static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
  private static final AttributeKey<String> REQUEST_ID = stringKey("aws.request_id");

  private final HandlerContextKey<Context> callerKey = new HandlerContextKey<>(SCOPE + ".caller");
  private final HandlerContextKey<Span> spanKey = new HandlerContextKey<>(SCOPE + ".span");
  private final @Nullable Tracer tracer = createTracer();

  private static @Nullable Tracer createTracer() {
    try {
      Hooks.leaveToUser("awssdk.v1_11.AwsSdkTelemetry");
    } catch (IllegalStateException e) {
      Hooks.leave("aws-sdk", e);
      return null;
    }
    try {
      return Hooks.isEnabled("aws-sdk") ? GlobalOpenTelemetry.getTracer(SCOPE) : null;
    } catch (Throwable e) {
      Diagnostics.warn("calls of the AWS SDK 1.x are not traced", e);
      return null;
    }
  }

  /** On the caller's thread, which an asynchronous client leaves for another. */
  @Override
  public AmazonWebServiceRequest beforeExecution(AmazonWebServiceRequest request) {
    try {
      request.addHandlerContext(callerKey, Context.current());
    } catch (Throwable e) {
      warn(e);
    }
    return request;
  }

  @Override
  public void beforeRequest(Request<?> request) {
    try {
      if (tracer != null
          && !request.getOriginalRequest().getClass().getName().equals(PRESIGNED_URL)) {
        start(tracer, request);
      }
    } catch (Throwable e) {
      warn(e);
    }
  }

  private void start(Tracer tracer, Request<?> request) {
    Context caller = request.getOriginalRequest().getHandlerContext(callerKey);
    Context parent = caller == null ? Context.current() : caller;
    String method = method(request.getOriginalRequest());
    String service = request.getServiceName();
    URI endpoint = request.getEndpoint();
    Span span =
        tracer
            .spanBuilder(service.replace("Amazon", "").trim() + "." + method)
            .setSpanKind(SpanKind.CLIENT)
            .setParent(parent)
            .setAttribute(SYSTEM, "aws-api")
            .setAttribute(SERVICE, service)
            .setAttribute(METHOD, method)
            .setAttribute(HTTP_METHOD, request.getHttpMethod().name())
            .setAttribute(URL, endpoint.toString())
            .setAttribute(SERVER, endpoint.getHost())
            .startSpan();
    request.addHandlerContext(spanKey, span);
    if (endpoint.getPort() > 0) {
      span.setAttribute(PORT, (long) endpoint.getPort());
    }
    // the header that AWS's services go on with
    AwsXrayPropagator.getInstance().inject(parent.with(span), request, HeaderSetter.INSTANCE);
  }

  private static String method(AmazonWebServiceRequest request) {
    String name = request.getClass().getSimpleName();
    return name.endsWith(REQUEST) ? name.substring(0, name.length() - REQUEST.length()) : name;
  }

  @Override
  public void afterResponse(Request<?> request, Response<?> response) {
    try {
      end(request, response, null);
    } catch (Throwable e) {
      warn(e);
    }
  }

  @Override
  public void afterError(Request<?> request, @Nullable Response<?> response, Exception error) {
    try {
      end(request, response, error);
    } catch (Throwable e) {
      warn(e);
    }
  }

  private void end(Request<?> request, @Nullable Response<?> response, @Nullable Exception error) {
    Span span = request.getHandlerContext(spanKey);
    if (span == null) {
      return;
    }
    try {
      if (response != null && response.getHttpResponse() != null) {
        span.setAttribute(STATUS, (long) response.getHttpResponse().getStatusCode());
        List<String> ids = response.getHttpResponse().getHeaderValues("x-amzn-RequestId");
        if (ids != null && !ids.isEmpty()) {
          span.setAttribute(REQUEST_ID, ids.get(0));
        }
      }
      if (error != null) {
        fail(span, error);
      }
    } finally {
      span.end();
    }
  }

  private static void fail(Span span, Exception error) {
    span.setStatus(StatusCode.ERROR);
    span.recordException(error);
    if (error instanceof AmazonServiceException) {
      AmazonServiceException failure = (AmazonServiceException) error;
      span.setAttribute(STATUS, (long) failure.getStatusCode());
      span.setAttribute(REQUEST_ID, failure.getRequestId());
      span.setAttribute(ERROR_TYPE, failure.getErrorCode());
    } else {
      span.setAttribute(ERROR_TYPE, error.getClass().getName());
    }
  }

  private static void warn(Throwable e) {
    Diagnostics.warn("a call of the AWS SDK 1.x is not traced in full", e);
  }

  private enum HeaderSetter implements TextMapSetter<Request<?>> {
    INSTANCE;

    @Override
    public void set(@Nullable Request<?> request, String name, String value) {
      if (request != null) {
        request.addHeader(name, value);
      }
    }
  }
}
