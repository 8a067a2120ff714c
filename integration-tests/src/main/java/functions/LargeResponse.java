package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Arrays;

/** Answers with a text of so many characters. */
public final class LargeResponse implements RequestHandler<Integer, String> {

  @Override
  public String handleRequest(Integer length, Context context) {
    char[] text = new char[length];
    Arrays.fill(text, 'x');
    return new String(text);
  }
}
