package example;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Handlers that fail in ways that are easily told apart, and answer at odd times. */
@SuppressWarnings({"unused", "EffectivelyPrivate", "InfiniteRecursion"})
public final class OddHandlers {

  /** Public, in a class that is not. */
  static final class Hidden implements RequestHandler<String, String> {
    public Hidden() {}

    @Override
    public String handleRequest(String event, Context context) {
      return event;
    }

    public static String fixed(String event) {
      return event;
    }

    public static void bytes(InputStream event, OutputStream response) {}
  }

  /** Fails, with causes and suppressed exceptions that form a circle. */
  public static final class Circular implements RequestHandler<Object, Object> {
    @Override
    public Object handleRequest(Object event, Context context) {
      IllegalStateException outer = new IllegalStateException("outer");
      try {
        recurse(3);
      } catch (IllegalArgumentException e) {
        outer.addSuppressed(e);
        outer.initCause(new IOException("from elsewhere", e));
      }
      throw outer;
    }

    private static void recurse(int depth) {
      if (depth > 0) {
        recurse(depth - 1);
      } else {
        throw new IllegalArgumentException();
      }
    }
  }

  /** An exception that cannot be filtered. */
  public static final class Opaque extends RuntimeException {
    public Opaque() {
      super("opaque");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new UnsupportedOperationException("no trace here");
    }
  }

  public static final class ThrowsOpaque implements RequestHandler<Object, Object> {
    @Override
    public Object handleRequest(Object event, Context context) {
      throw new Opaque();
    }
  }

  public static final class NoTrace extends RuntimeException {
    public NoTrace() {
      super(null, null, false, false);
    }

    @Override
    public String getLocalizedMessage() {
      return "localized";
    }
  }

  public static final class ThrowsNoTrace implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream response, Context context) {
      throw new NoTrace();
    }
  }

  public static final class ThrowsFromAThread implements RequestHandler<Object, Object> {
    @Override
    public Object handleRequest(Object event, Context context) {
      Throwable[] failure = new Throwable[1];
      Thread thread = new Thread(() -> failure[0] = new IllegalStateException("in a thread"));
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      throw new IllegalStateException("in the handler", failure[0]);
    }
  }

  public static final class FailsHalfway implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream response, Context context)
        throws IOException {
      response.write('"');
      throw new IOException("halfway");
    }
  }

  public static final class LinksNothing implements RequestHandler<Object, Object> {
    @Override
    public Object handleRequest(Object event, Context context) {
      throw new NoClassDefFoundError("example/Missing");
    }
  }

  public static final class NeverEnds implements RequestHandler<Object, Object> {
    @Override
    public Object handleRequest(Object event, Context context) {
      throw new OutOfMemoryError("told to fail");
    }
  }

  public static final class Interrupts implements RequestHandler<Object, Object> {
    @Override
    public Object handleRequest(Object event, Context context) {
      Thread.currentThread().interrupt();
      return event;
    }
  }

  public static final class ReadsTwice implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream response, Context context)
        throws IOException {
      int length = event.available();
      event.readAllBytes();
      event.reset();
      response.write(event.readAllBytes());
      response.write((event.getClass().getName() + length + event.markSupported()).getBytes(UTF_8));
      response.write(response.getClass().getName().getBytes(UTF_8));
      response.write(context.getClass().getName().getBytes(UTF_8));
    }
  }

  public static final class FailsWhileInitialized implements RequestHandler<Object, Object> {
    static final int VALUE = Integer.parseInt("x");

    @Override
    public Object handleRequest(Object event, Context context) {
      return event;
    }
  }

  public static final class AssertsWhileInitialized implements RequestHandler<Object, Object> {
    static {
      if (LinksNothing.class.getName() != null) {
        throw new AssertionError("not so");
      }
    }

    @Override
    public Object handleRequest(Object event, Context context) {
      return event;
    }
  }

  public static final class ThrowsAnErrorInTheConstructor extends TypedHandlers.Echo<Object> {
    public ThrowsAnErrorInTheConstructor() {
      throw new AssertionError();
    }
  }

  public static final class ConstructorOfItsOwn {
    private ConstructorOfItsOwn() {}

    public static String fixed(String event) {
      return event;
    }

    public String notFixed(String event) {
      return event;
    }
  }

  private OddHandlers() {}
}
