package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * R2DBC's drivers of real databases, whose classes implement interfaces of their own that extend
 * the SPI's: the spans are the agent's.
 */
class R2dbcDriversIT {

  private static DatabaseServer postgresql;
  private static DatabaseServer mariadb;

  @BeforeAll
  static void start() throws Exception {
    postgresql = DatabaseServer.postgresql();
    mariadb = DatabaseServer.mariadb();
  }

  @AfterAll
  static void stop() {
    for (DatabaseServer server : new DatabaseServer[] {postgresql, mariadb}) {
      if (server != null) {
        server.close();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "postgresql, org.postgresql:r2dbc-postgresql:1.0.7.RELEASE, dollar",
    "mariadb, org.mariadb:r2dbc-mariadb:1.3.0, question",
    "mysql, io.asyncer:r2dbc-mysql:1.4.1, question"
  })
  void driver_hasTheSpansOfTheAgent(String driver, String artifact, String bound) throws Exception {
    DatabaseServer server = driver.equals("postgresql") ? postgresql : mariadb;
    String database = driver.equals("postgresql") ? "postgres" : "test";
    String url =
        "r2dbc:%s://%s:%s@localhost:%d/%s"
            .formatted(
                driver, DatabaseServer.USER, DatabaseServer.PASSWORD, server.port(), database);
    List<String> calls = new ArrayList<>();
    for (String way : List.of("statement", bound, "batch", "error")) {
      calls.add("r2dbcDriver." + way);
    }
    ClientVersion version =
        new ClientVersion(calls, List.of(artifact, "io.r2dbc:r2dbc-pool:1.0.2.RELEASE"));
    Path function = version.function();
    try (ClientLayers layers =
        ClientLayers.start(function, Path.of(System.getProperty("java.home")))) {
      assertThat(layers.bare("r2dbcDriver.statement", url).response()).contains("secret");
      for (String call : calls) {
        layers.compare(call, url);
      }
    }
  }

  /** The pool asks the driver for each connection, and wraps it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"postgresql, org.postgresql:r2dbc-postgresql:1.0.7.RELEASE"})
  void pool_isTracedOnce(String driver, String artifact) throws Exception {
    String url =
        "r2dbc:pool:%s://%s:%s@localhost:%d/postgres"
            .formatted(driver, DatabaseServer.USER, DatabaseServer.PASSWORD, postgresql.port());
    ClientVersion version =
        new ClientVersion(
            List.of("r2dbcDriver.statement"),
            List.of(artifact, "io.r2dbc:r2dbc-pool:1.0.2.RELEASE"));
    try (ClientLayers layers =
        ClientLayers.start(version.function(), Path.of(System.getProperty("java.home")))) {
      for (int i = 0; i < 2; i++) {
        ClientCall traced = layers.wrapped("r2dbcDriver.statement", url);
        assertThat(traced.response()).contains("secret");
        assertThat(traced.spans()).hasSize(2);
        assertThat(traced.span().getName()).isEqualTo("SELECT postgres");
        assertThat(traced.span().getParentSpanId()).isEqualTo(traced.invocation().getSpanId());
      }
    }
  }
}
