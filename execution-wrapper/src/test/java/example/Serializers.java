package example;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import example.Handlers.Order;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.Scanner;

/** Serializers that a function may bring, good and bad ones. */
@SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
public final class Serializers {

  /** Reads any event as an order of that id, and writes its type's name and the id. */
  public static final class Text implements CustomPojoSerializer {
    @Override
    public <T> T fromJson(InputStream input, Type type) {
      return fromJson(new Scanner(input, UTF_8).useDelimiter("\\A").next(), type);
    }

    @Override
    public <T> T fromJson(String input, Type type) {
      Order order = new Order();
      order.id = input;
      return (T) order;
    }

    @Override
    public <T> void toJson(T value, OutputStream output, Type type) {
      String id = value == null ? "nothing" : ((Order) value).id;
      try {
        output.write((type.getTypeName() + " " + id).getBytes(UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static final class Failing implements CustomPojoSerializer {
    @Override
    public <T> T fromJson(InputStream input, Type type) {
      throw new IllegalStateException("cannot read", new IOException("at all"));
    }

    @Override
    public <T> T fromJson(String input, Type type) {
      throw new IllegalStateException("cannot read text");
    }

    @Override
    public <T> void toJson(T value, OutputStream output, Type type) {
      throw new IllegalStateException("cannot write");
    }
  }

  private Serializers() {}
}
