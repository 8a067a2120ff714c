package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import kotlin.KotlinVersion;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.LoggerFactory;

/** Works with libraries that a layer might bring in another version, and says which it got. */
public final class OwnLibraries
    implements RequestHandler<Map<String, Object>, Map<String, String>> {

  @Override
  public Map<String, String> handleRequest(Map<String, Object> event, Context context) {
    Map<String, String> answer = new LinkedHashMap<>();
    ObjectMapper mapper = new ObjectMapper();
    try {
      answer.put("json", mapper.readTree("{\"a\":[1]}").get("a").toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    answer.put("jackson", mapper.version().toString());
    answer.put("url", HttpUrl.parse("http://localhost/a?b=c").queryParameter("b"));
    answer.put("okhttp", jar(OkHttpClient.class));
    new OkHttpClient().dispatcher().executorService().shutdown();
    answer.put("kotlin", KotlinVersion.CURRENT.toString());
    LoggerFactory.getLogger(OwnLibraries.class).warn("logged");
    answer.put("slf4j", LoggerFactory.getILoggerFactory().getClass().getName());
    return answer;
  }

  private static String jar(Class<?> type) {
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
