package functions;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Answers with what another server says. */
@Path("orders")
public class Orders {

  /** On a thread of a pool. */
  @GET
  @Path("blocking")
  public String blocking(@QueryParam("url") URI url) throws IOException {
    return get(url.toURL());
  }

  /** On a thread that reads requests. */
  @GET
  @Path("non-blocking")
  @NonBlocking
  public String nonBlocking(@QueryParam("url") URI url) throws IOException {
    return get(url.toURL());
  }

  private static String get(URL url) throws IOException {
    try (InputStream body = url.openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
