package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import example.Handlers.Order;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Handlers of each kind of type, and of types that are given in roundabout ways. */
@SuppressWarnings({"unused", "rawtypes", "unchecked", "TypeParameterUnusedInFormals"})
public final class TypedHandlers {

  public enum Color {
    RED,
    GREEN
  }

  public static final class Dates {
    public Date date;
    public Instant instant;
    public Optional<String> optional = Optional.empty();
    public Color color;
  }

  /** Answers with the event, so that its type is the result's too. */
  public abstract static class Echo<T> implements RequestHandler<T, T> {
    @Override
    public T handleRequest(T event, Context context) {
      return event;
    }
  }

  public static final class Booleans extends Echo<Boolean> {}

  public static final class Longs extends Echo<Long> {}

  public static final class Doubles extends Echo<Double> {}

  public static final class Decimals extends Echo<BigDecimal> {}

  public static final class Enums extends Echo<Color> {}

  public static final class Arrays extends Echo<Order[]> {}

  public static final class Bytes extends Echo<byte[]> {}

  public static final class Sets extends Echo<Set<Integer>> {}

  public static final class Objects extends Echo<Object> {}

  public static final class DateFields extends Echo<Dates> {}

  public static final class ListsOfMaps extends Echo<List<Map<String, Order>>> {}

  public static final class Wildcards extends Echo<List<? extends Order>> {}

  public static final class Policies implements RequestHandler<String, IamPolicyResponse> {
    @Override
    public IamPolicyResponse handleRequest(String event, Context context) {
      return IamPolicyResponse.builder()
          .withPrincipalId(event)
          .withPolicyDocument(
              IamPolicyResponse.PolicyDocument.builder()
                  .withVersion(IamPolicyResponse.VERSION_2012_10_17)
                  .withStatement(List.of(IamPolicyResponse.allowStatement("arn:*")))
                  .build())
          .build();
    }
  }

  public interface Defaulted<A, B> extends RequestHandler<A, B> {
    B answer(A event);

    @Override
    default B handleRequest(A event, Context context) {
      return answer(event);
    }
  }

  public static final class ThroughADefaultMethod implements Defaulted<Order, String> {
    @Override
    public String answer(Order event) {
      return event.id;
    }
  }

  public interface OneParameter<A> extends RequestHandler<A, String> {}

  public static final class ThroughOneParameter implements OneParameter<Order> {
    @Override
    public String handleRequest(Order event, Context context) {
      return event.id;
    }
  }

  public abstract static class Middle<T> extends Echo<T> {}

  public static final class ThroughTwoSuperclasses extends Middle<List<Order>> {}

  public abstract static class Nested<T> extends Echo<Map<String, T>> {}

  public static final class ThroughANestedVariable extends Nested<Order> {}

  public abstract static class RawEcho<T> extends Echo {}

  public static final class ThroughARawSuperclass extends RawEcho<Order> {}

  public abstract static class RenamedEcho<X> extends Echo {}

  public static final class ThroughARawSuperclassOfAnotherName extends RenamedEcho<Order> {}

  public static class Parameterized<T extends Order> extends Echo<T> {}

  public static class Methods {
    public <T> T variable(T event) {
      return event;
    }

    public <T extends Order> T bounded(T event) {
      return event;
    }

    public int wildcard(Map<String, ? extends Order> event) {
      return event.values().stream().mapToInt(order -> order.count).sum();
    }

    public List<?> unknown(List<?> event) {
      return event;
    }

    public List<Order>[] arrays(List<Order>[] event) {
      return event;
    }

    public long boxed(Long event, Context context) {
      return event;
    }

    public char character(char event) {
      return event;
    }

    public static String fixed(Color event) {
      return String.valueOf(event);
    }

    public static void emptyAndStatic() {}

    public String contextFirst(Context context, String event) {
      return event;
    }

    public String contextTwice(Context context, Context again) {
      return "";
    }

    public void outputFirst(OutputStream response, InputStream event) {}

    public void outputTwice(OutputStream response, OutputStream again) {}

    public void inputAndText(InputStream event, String text) {}

    public void threeInDisorder(InputStream event, Context context, OutputStream response) {}

    public void threeOfText(String a, String b, Context context) {}

    public String best(String event) {
      return "text";
    }

    public String best() {
      return "nothing";
    }

    public String best(Context context) {
      return "context";
    }

    public String best(InputStream event, OutputStream response) {
      return "bytes";
    }

    public static String both(Order event) {
      return "static";
    }
  }

  public static final class Inheriting extends Methods {
    public static String own(Order event) {
      return event.id;
    }
  }

  public interface Empty {}

  public interface OnlyAMethod {
    static String constant(String event) {
      return event;
    }
  }

  private TypedHandlers() {}
}
