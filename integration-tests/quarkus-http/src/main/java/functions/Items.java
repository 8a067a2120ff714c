package functions;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Another server, which Quarkus's REST client asks. */
@Path("items")
public interface Items {

  @GET
  String get();

  @GET
  Uni<String> later();
}
