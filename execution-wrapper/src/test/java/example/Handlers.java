package example;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Handlers of each kind that the runtime knows, good and bad ones. */
// called by reflection, and as bad as users may write them
@SuppressWarnings({
  "unused",
  "rawtypes",
  "ClassCanBeStatic",
  "DoNotCallSuggester",
  "EffectivelyPrivate"
})
public final class Handlers {

  public static final class Order {
    public String id;
    public int count;
    public List<String> tags;
  }

  public static final class Strings implements RequestHandler<String, String> {
    @Override
    public String handleRequest(String event, Context context) {
      return event == null ? null : event + "!";
    }
  }

  public static final class Numbers implements RequestHandler<Integer, Double> {
    @Override
    public Double handleRequest(Integer event, Context context) {
      return event / 4.0;
    }
  }

  public static final class Maps
      implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
      Map<String, Object> result = new LinkedHashMap<>(event);
      result.put("id", context.getAwsRequestId());
      return result;
    }
  }

  public static final class Pojos implements RequestHandler<Order, Order> {
    @Override
    public Order handleRequest(Order event, Context context) {
      event.count++;
      return event;
    }
  }

  public static final class Lists implements RequestHandler<List<Order>, Integer> {
    @Override
    public Integer handleRequest(List<Order> event, Context context) {
      return event.stream().mapToInt(order -> order.count).sum();
    }
  }

  public static final class Nothing implements RequestHandler<Object, Void> {
    @Override
    public Void handleRequest(Object event, Context context) {
      return null;
    }
  }

  public abstract static class Base<A, B> implements RequestHandler<B, A> {
    @Override
    public A handleRequest(B event, Context context) {
      return answer(event);
    }

    abstract A answer(B event);
  }

  public static final class ThroughASuperclass extends Base<Integer, Order> {
    @Override
    Integer answer(Order event) {
      return event.count;
    }
  }

  public interface Typed<T> extends RequestHandler<T, T> {}

  public static final class ThroughAnInterface implements Typed<Order> {
    @Override
    public Order handleRequest(Order event, Context context) {
      return event;
    }
  }

  public abstract static class Bounded<T extends Order> implements RequestHandler<T, String> {}

  public static final class RawBounded extends Bounded {
    @Override
    public Object handleRequest(Object event, Context context) {
      return ((Order) event).id;
    }
  }

  public static final class Raw implements RequestHandler {
    @Override
    public Object handleRequest(Object event, Context context) {
      return event;
    }
  }

  public static class Open<T> implements RequestHandler<T, T> {
    @Override
    public T handleRequest(T event, Context context) {
      return event;
    }
  }

  public static final class Streams implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream response, Context context)
        throws IOException {
      event.transferTo(response);
    }
  }

  public static final class Unchecked implements RequestHandler<Object, Object> {
    @Override
    public Object handleRequest(Object event, Context context) {
      throw new IllegalStateException("told to fail", new IOException("the cause"));
    }
  }

  public static final class Checked implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream response, Context context)
        throws IOException {
      throw new FileNotFoundException("no file");
    }
  }

  public static final class Sneaky implements RequestHandler<Object, Object> {
    @Override
    public Object handleRequest(Object event, Context context) {
      throw Sneaky.<RuntimeException>rethrow(new TimeoutException("too late"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T rethrow(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }

  public static final class Unserializable implements RequestHandler<Object, Object> {
    @Override
    public Object handleRequest(Object event, Context context) {
      return new Object() {
        public Object getSelf() {
          throw new IllegalStateException("no such thing");
        }
      };
    }
  }

  public static final class Methods {
    public Order pojo(Order event) {
      event.count++;
      return event;
    }

    public String pojoAndContext(Order event, Context context) {
      return event.id + context.getFunctionName();
    }

    public String onlyContext(Context context) {
      return context.getAwsRequestId();
    }

    public String none() {
      return "none";
    }

    public void nothing(Order event) {}

    public Void boxedNothing(Order event) {
      return null;
    }

    public static int primitive(int event) {
      return event + 1;
    }

    public List<Order> generic(Map<String, Order> event) {
      return List.copyOf(event.values());
    }

    public void streams(InputStream event, OutputStream response) throws IOException {
      event.transferTo(response);
    }

    public void streamsAndContext(InputStream event, OutputStream response, Context context)
        throws IOException {
      response.write('"');
      response.write(context.getAwsRequestId().getBytes(UTF_8));
      response.write('"');
    }

    public void in(InputStream event) {}

    public String inAndContext(InputStream event, Context context) {
      return "ignored";
    }

    public void out(OutputStream response) throws IOException {
      response.write('1');
    }

    public void outAndContext(OutputStream response, Context context) throws IOException {
      response.write('2');
    }

    public String overloaded(String event) {
      return "one";
    }

    public String overloaded(String event, Context context) {
      return "two";
    }

    public String overloaded(String a, String b, String c, String d) {
      return "four";
    }

    public String notAHandler(String a, String b) {
      return "";
    }

    public String pojoAndOut(String a, OutputStream b) {
      return "";
    }

    public Object checked(Object event) throws Exception {
      throw new TimeoutException("too late");
    }

    public void error(InputStream event) {
      throw new StackOverflowError("deep");
    }

    String notPublic(String event) {
      return event;
    }
  }

  public static final class NoDefaultConstructor implements RequestHandler<String, String> {
    public NoDefaultConstructor(String argument) {}

    @Override
    public String handleRequest(String event, Context context) {
      return event;
    }
  }

  public final class Inner implements RequestHandler<String, String> {
    @Override
    public String handleRequest(String event, Context context) {
      return event;
    }
  }

  public abstract static class Abstract implements RequestHandler<String, String> {}

  public static final class ThrowingConstructor implements RequestHandler<String, String> {
    public ThrowingConstructor() throws IOException {
      throw new IOException("no connection");
    }

    @Override
    public String handleRequest(String event, Context context) {
      return event;
    }
  }

  public static final class ThrowingInitializer implements RequestHandler<String, String> {
    static final int VALUE = Integer.parseInt("x");

    @Override
    public String handleRequest(String event, Context context) {
      return event;
    }
  }

  public static final class NoHandler implements Serializable {}

  private Handlers() {}
}
