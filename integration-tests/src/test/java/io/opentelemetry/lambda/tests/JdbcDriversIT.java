package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JDBC's drivers of real databases and pools in one function: all spans are the agent's. */
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
                    "org.apache.derby:derby:10.16.1.1",
                    "com.h2database:h2:2.4.240",
                    "com.zaxxer:HikariCP:7.0.2",
                    "org.apache.commons:commons-dbcp2:2.14.0",
                    "org.apache.tomcat:tomcat-jdbc:11.0.29",
                    "com.mchange:c3p0:0.14.1",
                    "com.alibaba:druid:1.2.28"))
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
    WAYS.forEach(way -> compare("jdbcDriver." + way, url));
  }

  /** With the spans of what a pool does when it opens a connection. */
  @ParameterizedTest
  @ValueSource(strings = {"hikari", "dbcp", "tomcat", "c3p0", "druid"})
  void pool_hasTheSpansOfTheAgent(String pool) {
    String client = "jdbcPool." + pool;
    String url = "jdbc:h2:mem:" + pool;
    compare(client, url);
    ClientCall again = compare(client, url);
    assertThat(again.response()).isEqualTo("\"secret2\"");
    assertThat(again.describeSpans()).hasSizeGreaterThanOrEqualTo(2);
  }

  private static ClientCall compare(String client, String url) {
    ClientCall traced = layers.wrapped(client, url);
    ClientCall agents = layers.underAgent(client, url);
    assertThat(traced.response()).as(client).isEqualTo(layers.bare(client, url).response());
    assertThat(traced.describeSpans())
        .as(client)
        .containsExactlyInAnyOrderElementsOf(agents.describeSpans());
    assertThat(traced.parents()).as(client).isEqualTo(agents.parents());
    return traced;
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
