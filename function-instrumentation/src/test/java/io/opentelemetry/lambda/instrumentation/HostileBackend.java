package io.opentelemetry.lambda.instrumentation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/** A backend that misbehaves on plain sockets, as no HTTP server of a library would. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends of HTTP are to be seen
public final class HostileBackend implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private volatile Mode mode = Mode.OK;

  public static HostileBackend start() throws IOException {
    HostileBackend backend = new HostileBackend();
    run(backend::accept);
    return backend;
  }

  private HostileBackend() throws IOException {}

  public int port() {
    return server.getLocalPort();
  }

  /** The bodies of all requests so far. */
  public List<String> taken() {
    return taken;
  }

  /** The bodies of those that were answered as by a backend that has them now. */
  public List<String> accepted() {
    return accepted;
  }

  public void behave(Mode mode) {
    this.mode = mode;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        run(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean open = true;
      while (open) {
        String body = readRequest(in);
        Mode current = mode;
        taken.add(body);
        if (current.fate == Fate.TAKEN) {
          accepted.add(body);
        }
        open = current.answer(socket.getOutputStream());
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static String readRequest(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the client has gone");
      }
      head.write(b);
    }
    String length = head.toString(ISO_8859_1).replaceAll("(?si).*content-length: (\\d+).*", "$1");
    return new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1);
  }

  private static void run(Runnable task) {
    Thread thread = new Thread(task, "hostile backend");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Outcomes of a request that is answered so. */
  public enum Fate {
    TAKEN,
    REFUSED,
    KEPT
  }

  public enum Mode {
    OK(Fate.TAKEN, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    REDIRECTED(Fate.REFUSED, "HTTP/1.1 307 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"),
    CHUNKED(
        Fate.TAKEN,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n"),
    CHUNKED_GZIP(
        Fate.TAKEN,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    HTTP_1_0(Fate.TAKEN, "HTTP/1.0 200 OK\r\n\r\n", false),
    CONTINUED(
        Fate.TAKEN,
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    CONTINUED_FOREVER(Fate.KEPT, "") {
      @Override
      boolean answer(OutputStream out) throws IOException {
        while (true) {
          write(out, "HTTP/1.1 100 Continue\r\n\r\n");
        }
      }
    },
    HUGE(Fate.TAKEN, "") {
      @Override
      boolean answer(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n");
        return writeMuch(out, "");
      }
    },
    HUGE_CHUNKS(Fate.TAKEN, "") {
      @Override
      boolean answer(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        return writeMuch(out, "F4240\r\n");
      }
    },
    GZIP_400(Fate.REFUSED, "") {
      @Override
      boolean answer(OutputStream out) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(body)) {
          write(gzip, "{\"message\":\"nope\"}");
        }
        write(
            out,
            "HTTP/1.1 400 Bad\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\n"
                + withBody(body.toString(ISO_8859_1)));
        return true;
      }
    },
    JSON_401(
        Fate.REFUSED,
        "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n"
            + withBody("{\"code\":3,\"message\":\"api key is missing\"}")),
    GARBAGE(
        Fate.TAKEN, "HTTP/1.1 200 OK\r\n" + withBody("\n\5\b\u00ff\u00ff" + "\u00ff".repeat(40))),
    CONTROL_CHARACTERS(Fate.TAKEN, "HTTP/1.1 200 OK\r\n" + withBody(partialSuccess())),
    NESTED_200(Fate.TAKEN, "HTTP/1.1 200 OK\r\n" + withBody(nested())),
    NESTED_400(Fate.REFUSED, "HTTP/1.1 400 Bad\r\n" + withBody(nested())),
    NESTED_503(Fate.KEPT, "HTTP/1.1 503 Bad\r\n" + withBody(nested())),
    NO_REASON(Fate.TAKEN, "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
    NEGATIVE_LENGTH(Fate.TAKEN, "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
    SSH(Fate.KEPT, "SSH-2.0-OpenSSH_9\r\n"),
    RETRY_AFTER_AGES(
        Fate.KEPT,
        "HTTP/1.1 503 Bad\r\nRetry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n"),
    RETRY_AFTER_A_DATE(
        Fate.KEPT,
        "HTTP/1.1 429 Bad\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n"
            + "Content-Length: 0\r\n\r\n"),
    STATUS_408(Fate.REFUSED, "HTTP/1.1 408 Bad\r\nContent-Length: 0\r\n\r\n"),
    STATUS_413(Fate.REFUSED, "HTTP/1.1 413 Bad\r\nContent-Length: 0\r\n\r\n"),
    STATUS_500(Fate.REFUSED, "HTTP/1.1 500 Bad\r\nContent-Length: 0\r\n\r\n"),
    TRICKLE(Fate.KEPT, "") {
      @Override
      boolean answer(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nX-A: ");
        while (true) {
          write(out, "a");
          LockSupport.parkNanos(50_000_000);
        }
      }
    },
    LINE_FEEDS(Fate.TAKEN, "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
    TWO_LENGTHS(Fate.TAKEN, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n"),
    NO_CONTENT(Fate.TAKEN, "HTTP/1.1 204 No Content\r\n\r\n"),
    ACCEPTED(Fate.TAKEN, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"),
    ANSWER_TOO_MANY(
        Fate.TAKEN,
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            + "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"),
    CLOSES_AFTER(Fate.TAKEN, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false),
    CLOSES_AS_SAID(
        Fate.TAKEN, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false),
    MANY_HEADERS(
        Fate.TAKEN, "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(5000) + "Content-Length: 0\r\n\r\n"),
    ENDLESS_STATUS_LINE(Fate.KEPT, "") {
      @Override
      boolean answer(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 ");
        return writeMuch(out, "");
      }
    },
    CUT(Fate.KEPT, "", false),
    CUT_WITHIN(Fate.KEPT, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", false);

    public final Fate fate;
    private final String answer;
    private final boolean staysOpen;

    Mode(Fate fate, String answer) {
      this(fate, answer, true);
    }

    Mode(Fate fate, String answer, boolean staysOpen) {
      this.fate = fate;
      this.answer = answer;
      this.staysOpen = staysOpen;
    }

    /** Answers one request, and returns whether there may be another on its connection. */
    boolean answer(OutputStream out) throws IOException {
      write(out, answer);
      return staysOpen;
    }

    static void write(OutputStream out, String text) throws IOException {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
    }

    static boolean writeMuch(OutputStream out, String before) throws IOException {
      String million = before + "x".repeat(1_000_000) + (before.isEmpty() ? "" : "\r\n");
      for (int i = 0; i < 300; i++) {
        write(out, million);
      }
      return false;
    }

    private static String withBody(String body) {
      return "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** A partial success with one rejected item, and a reason that steers a terminal. */
    private static String partialSuccess() {
      String reason = "evil\n[otel] forged\r\n\u001b[31mred\u001b[2J\0";
      String partial = "\b\1\u0012" + (char) reason.length() + reason;
      return "\n" + (char) partial.length() + partial;
    }

    /** Messages within messages, 20,000 levels deep, all as field 1. */
    private static String nested() {
      StringBuilder reversed = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        StringBuilder tag = new StringBuilder("\n");
        int length = reversed.length();
        do {
          tag.append((char) (length > 0x7f ? (length & 0x7f) | 0x80 : length));
          length >>>= 7;
        } while (length > 0);
        reversed.append(tag.reverse());
      }
      return reversed.reverse().toString();
    }
  }
}
