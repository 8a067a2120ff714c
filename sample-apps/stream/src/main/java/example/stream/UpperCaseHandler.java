package example.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.util.Locale;

/** Answers with the event in capitals, whatever it is, and never holds all of it. */
public final class UpperCaseHandler implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    Reader in = new BufferedReader(new InputStreamReader(event, UTF_8));
    Writer out = new OutputStreamWriter(response, UTF_8);
    char[] piece = new char[1024];
    for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
      out.write(new String(piece, 0, length).toUpperCase(Locale.ROOT));
    }
    out.flush();
  }
}
