package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

/**
 * Starts Spring Boot, and calls by its JdbcClient, over HikariCP, and by its RestClient, over
 * Apache HttpClient 5.
 */
public final class SpringBootHandler
    implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

  private final ApplicationContext application =
      new SpringApplicationBuilder(Application.class)
          .web(WebApplicationType.NONE)
          .bannerMode(Banner.Mode.OFF)
          .run();

  private final RestClient service = RestClient.create(System.getenv("SERVICE_URL"));

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent request, Context context) {
    Integer item =
        application.getBean(JdbcClient.class).sql("select 42").query(Integer.class).single();
    String price = service.get().retrieve().body(String.class);
    return new APIGatewayProxyResponseEvent().withStatusCode(200).withBody(item + ": " + price);
  }

  /** Has all that Spring Boot finds. */
  @SpringBootApplication
  public static class Application {}
}
