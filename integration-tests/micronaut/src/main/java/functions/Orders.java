package functions;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.net.URI;

/** Answers a request with what another server says. */
@Controller("/orders")
public class Orders {

  private final Items items;

  Orders(Items items) {
    this.items = items;
  }

  @Get("/direct")
  public String direct(@QueryValue URI url) throws IOException {
    return items.now(url);
  }

  /** On a thread of a pool. */
  @Get("/blocking")
  @ExecuteOn(TaskExecutors.BLOCKING)
  public String blocking(@QueryValue URI url) throws IOException {
    return items.now(url);
  }

  @Get("/client")
  @ExecuteOn(TaskExecutors.BLOCKING)
  public String client(@QueryValue URI url) {
    return items.byMicronautsClient(url);
  }
}
