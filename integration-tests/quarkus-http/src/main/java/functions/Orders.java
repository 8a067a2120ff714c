package functions;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

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

  /** By Quarkus's client. */
  @GET
  @Path("client")
  public String client(@QueryParam("url") URI url) {
    return items(url).get();
  }

  /** By Quarkus's client, on a thread that reads requests. */
  @GET
  @Path("client-uni")
  public Uni<String> clientUni(@QueryParam("url") URI url) {
    return items(url).later();
  }

  private static Items items(URI url) {
    return RestClientBuilder.newBuilder().baseUri(url.resolve("/")).build(Items.class);
  }

  private static String get(URL url) throws IOException {
    try (InputStream body = url.openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
