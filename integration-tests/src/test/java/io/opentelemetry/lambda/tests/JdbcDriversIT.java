package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JDBC's drivers of real databases in one function: the spans are the agent's, all of them. */
class JdbcDriversIT {

  private static final List<String> WAYS =
      List.of("query", "execute", "prepared", "error", "update", "batch", "transaction", "session");

  private static DatabaseServer postgresql;
  private static DatabaseServer mariadb;
  private static ClientLayers layers;

  @BeforeAll
  static void start() throws Exception {
    postgresql = DatabaseServer.postgresql();
    mariadb = DatabaseServer.mariadb();
    Path function =
        new ClientVersion(
                List.of("jdbcDriver.query"),
                List.of(
                    "org.postgresql:postgresql:42.7.14",
                    "org.mariadb.jdbc:mariadb-java-client:4.0.0",
                    "com.mysql:mysql-connector-j:26.10.0",
                    "org.xerial:sqlite-jdbc:3.54.1.0",
                    "org.hsqldb:hsqldb:2.7.4",
                    "org.apache.derby:derby:10.16.1.1"))
            .function();
    layers = ClientLayers.start(function, Path.of(System.getProperty("java.home")));
  }

  @AfterAll
  static void stop() {
    if (layers != null) {
      layers.close();
    }
    if (mariadb != null) {
      mariadb.close();
    }
    if (postgresql != null) {
      postgresql.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mariadb", "mysql", "sqlite", "hsqldb", "derby"})
  void driver_hasTheSpansOfTheAgent(String driver) {
    String url = url(driver);
    assertThat(layers.bare("jdbcDriver.query", url).response()).isEqualTo("\"secret42\"");
    for (String way : WAYS) {
      String client = "jdbcDriver." + way;
      ClientCall traced = layers.wrapped(client, url);
      ClientCall agents = layers.underAgent(client, url);
      assertThat(traced.response()).as(way).isEqualTo(layers.bare(client, url).response());
      assertThat(traced.describeSpans())
          .as(way)
          .containsExactlyInAnyOrderElementsOf(agents.describeSpans());
      assertThat(traced.parents()).as(way).isEqualTo(agents.parents());
    }
  }

  private static String url(String driver) {
    String credentials =
        "user=%s&password=%s".formatted(DatabaseServer.USER, DatabaseServer.PASSWORD);
    return Map.of(
            "postgresql", "jdbc:postgresql://localhost:%s/postgres?%s",
            "mariadb", "jdbc:mariadb://localhost:%s/test?sslMode=disable&%s",
            "mysql", "jdbc:mysql://localhost:%s/test?sslMode=DISABLED&%s",
            "sqlite", "jdbc:sqlite::memory:",
            "hsqldb", "jdbc:hsqldb:mem:orders",
            "derby", "jdbc:derby:memory:orders;create=true")
        .get(driver)
        .formatted((driver.equals("postgresql") ? postgresql : mariadb).port(), credentials);
  }
}
