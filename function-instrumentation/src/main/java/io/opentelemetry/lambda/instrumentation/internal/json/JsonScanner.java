package io.opentelemetry.lambda.instrumentation.internal.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes over a JSON text token by token. It takes the text out of its stream in pieces, so what is
 * not gone over is not copied.
 */
public final class JsonScanner {

  private static final int FIRST_PIECE = 64 * 1024;

  private final @Nullable InputStream source;
  private byte[] json;
  private int position;
  private int end;

  /** How many bytes the stream still has. */
  private int remaining;

  /** How many bytes were gone over and given up before those in the array. */
  private int discarded;

  /** Tells whether the string that was gone over last has escapes. */
  private boolean escaped;

  public static JsonScanner of(byte[] json, int start, int end) {
    return new JsonScanner(null, json, start, end, 0);
  }

  /** Reads as many bytes as the stream has available now, and no more of them than it needs. */
  public static JsonScanner of(InputStream source) throws IOException {
    int available = source.available();
    return new JsonScanner(source, new byte[Math.min(available, FIRST_PIECE)], 0, 0, available);
  }

  private JsonScanner(
      @Nullable InputStream source, byte[] json, int position, int end, int remaining) {
    this.source = source;
    this.json = json;
    this.position = position;
    this.end = end;
    this.remaining = remaining;
  }

  /** How many bytes were gone over. */
  public int position() {
    return discarded + position;
  }

  /** Tells whether nothing but white space follows. */
  public boolean isAtEnd() {
    do {
      while (position < end) {
        byte b = json[position];
        if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
          return false;
        }
        position++;
      }
    } while (refill());
    return true;
  }

  /** The next byte that is not white space, without going past it. */
  public byte peek() {
    if (isAtEnd()) {
      throw new MalformedJsonException();
    }
    return json[position];
  }

  public void expect(char character) {
    if (peek() != character) {
      throw new MalformedJsonException();
    }
    position++;
  }

  /** Goes past the character if it is the next one. */
  public boolean accept(char character) {
    boolean found = peek() == character;
    if (found) {
      position++;
    }
    return found;
  }

  /** Tells whether another member or element follows, or else the end of the object or array. */
  public boolean readSeparator(char last) {
    if (accept(',')) {
      return true;
    }
    expect(last);
    return false;
  }

  /** Reads a string; null for one that takes more bytes than that. */
  public @Nullable String readString(int maxBytes) {
    expect('"');
    int length = skipString(maxBytes);
    if (length > maxBytes) {
      return null;
    }
    String text = new String(json, position - 1 - length, length, StandardCharsets.UTF_8);
    return escaped ? JsonEscapes.decode(text) : text;
  }

  /** A number or boolean; null for {@code null}. */
  public @Nullable String readLiteral() {
    peek();
    int start = position;
    skipLiteral();
    String text = new String(json, start, position - start, StandardCharsets.US_ASCII);
    return text.equals("null") ? null : text;
  }

  /** Passes over one value of any depth, without recursion. */
  public void skipValue() {
    int depth = 0;
    do {
      byte b = peek();
      if (b == '"') {
        position++;
        skipString(0);
      } else if (b == '{' || b == '[') {
        depth++;
        position++;
      } else if (b == '}' || b == ']') {
        depth--;
        position++;
      } else if (depth > 0 && (b == ',' || b == ':')) {
        position++;
      } else {
        skipLiteral();
      }
    } while (depth > 0);
    if (depth < 0) {
      throw new MalformedJsonException();
    }
  }

  /**
   * Goes past the quote that ends the string. One that takes more bytes than are wanted is given up
   * piece by piece, so that it needs no memory.
   *
   * @return how many bytes the string takes
   */
  private int skipString(int maxBytes) {
    int start = position();
    boolean escapes = false;
    int i = position;
    do {
      byte[] bytes = json;
      int stop = end;
      while (i < stop) {
        byte b = bytes[i];
        if (b == '"') {
          position = i + 1;
          escaped = escapes;
          return discarded + i - start;
        }
        if (b == '\\') {
          escapes = true;
          i++;
        }
        i++;
      }
      if (discarded + i - start > maxBytes) {
        discarded += stop;
        i -= stop;
        end = 0;
      }
    } while (refill());
    throw new MalformedJsonException();
  }

  private void skipLiteral() {
    int start = position;
    do {
      while (position < end) {
        if (!isLiteral(json[position])) {
          if (position == start) {
            throw new MalformedJsonException();
          }
          return;
        }
        position++;
      }
    } while (refill());
    if (position == start) {
      throw new MalformedJsonException();
    }
  }

  private static boolean isLiteral(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '+'
        || b == '.';
  }

  /**
   * Appends the next piece; the bytes in the array stay where they are, so a token may lie across
   * two pieces.
   */
  private boolean refill() {
    if (source == null || remaining == 0) {
      return false;
    }
    if (end == json.length) {
      json = Arrays.copyOf(json, end + Math.min(end, remaining));
    }
    try {
      int count = source.read(json, end, Math.min(json.length - end, remaining));
      if (count <= 0) {
        return false;
      }
      end += count;
      remaining -= count;
      return true;
    } catch (IOException e) {
      throw new MalformedJsonException();
    }
  }
}
