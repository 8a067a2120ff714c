package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls others by the clients that the event's {@code client} names, such as {@code okhttp.async},
 * several parted by spaces; {@code url} says where an HTTP server is. The result is what came of
 * it.
 */
public final class ClientCalls implements RequestHandler<Map<String, String>, String> {

  private final Map<String, Client> clients = new LinkedHashMap<>();

  @Override
  public String handleRequest(Map<String, String> event, Context context) {
    List<String> results = new ArrayList<>();
    for (String name : event.get("client").split(" ", -1)) {
      results.add(call(name, event.get("url")));
    }
    return String.join(" ", results);
  }

  private String call(String name, String url) {
    int dot = name.indexOf('.');
    try {
      return client(name.substring(0, dot)).call(name.substring(dot + 1), url);
    } catch (Exception e) {
      return e.getClass().getName();
    }
  }

  private Client client(String library) {
    return clients.computeIfAbsent(library, ClientCalls::create);
  }

  /**
   * Makes a client when it is asked for, so that the others' libraries are not loaded.
   *
   * @param library such as {@code mongo} for {@link MongoCalls}
   */
  static Client create(String library) {
    String name = Character.toUpperCase(library.charAt(0)) + library.substring(1) + "Calls";
    try {
      return Class.forName(ClientCalls.class.getPackageName() + "." + name)
          .asSubclass(Client.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(library, e);
    }
  }
}
