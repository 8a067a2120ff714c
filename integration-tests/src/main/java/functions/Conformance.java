package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Does what {@code conformance/behaviours.json} says under {@code does}. */
public final class Conformance implements RequestHandler<Object, Object> {

  @Override
  public Object handleRequest(Object event, Context context) {
    return event instanceof Map ? obey((Map<?, ?>) event) : response();
  }

  private static Object obey(Map<?, ?> event) {
    switch (String.valueOf(event.get("do"))) {
      case "answer":
        return event.get("answer");
      case "echo":
        return event;
      case "repeat":
        return repeat((String) event.get("text"), ((Number) event.get("times")).intValue());
      case "fail":
        throw new IllegalStateException("told to fail");
      case "fail-custom":
        throw new OrderException("no such order: ü");
      case "fail-empty":
        throw new IllegalStateException("");
      case "call":
        return call((String) event.get("url"));
      case "span":
        reportSpan();
        return response();
      case "log":
        System.out.println(event.get("text"));
        return response();
      case "exit":
        System.exit(3);
        return response();
      case "kill":
        kill();
        return response();
      case "interrupt":
        Thread.currentThread().interrupt();
        return response();
      case "hang":
        while (true) {
          LockSupport.park();
        }
      case "spin":
        return spin();
      default:
        return response();
    }
  }

  private static Map<String, Object> response() {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("statusCode", 201);
    response.put("body", "done");
    return response;
  }

  private static String repeat(String text, int times) {
    StringBuilder repeated = new StringBuilder(text.length() * times);
    for (int i = 0; i < times; i++) {
      repeated.append(text);
    }
    return repeated.toString();
  }

  private static Map<String, Object> call(String url) {
    Map<String, Object> result = new LinkedHashMap<>();
    try (Response response =
        new OkHttpClient().newCall(new Request.Builder().url(url).build()).execute()) {
      result.put("status", response.code());
      Object headers =
          new ObjectMapper().readValue(response.body().bytes(), Map.class).get("headers");
      if (headers != null) {
        result.put("headers", headers);
      }
      return result;
    } catch (IOException e) {
      return Collections.singletonMap("status", 0);
    }
  }

  private static void reportSpan() {
    Span.current().setAttribute("own.attribute", "set");
    GlobalOpenTelemetry.getTracer("functions")
        .spanBuilder("work")
        .setAttribute("user", "ann")
        .startSpan()
        .end();
  }

  /** The shell's parent is this process. */
  private static void kill() {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -9 $PPID").start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long spin() {
    long turns = 1;
    while (turns > 0) {
      turns = turns % 1000 + 1;
    }
    return turns;
  }

  /** An error of the function's own. */
  public static final class OrderException extends RuntimeException {

    private static final long serialVersionUID = 1;

    OrderException(String message) {
      super(message);
    }
  }
}
