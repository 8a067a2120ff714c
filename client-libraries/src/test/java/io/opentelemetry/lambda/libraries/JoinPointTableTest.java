package io.opentelemetry.lambda.libraries;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinPointTableTest {

  @TempDir Path folder;

  @Test
  void namedClass_isInTheTableThatAFunctionsStartReads() throws IOException {
    String table =
        table(
                """
                switch: jedis
                join-points:
                  - kind: around
                    class: redis.clients.jedis.Connection
                    method: Object executeCommand(redis.clients.jedis.CommandObject)
                    hook: Jedis.command
                """)
            .get("NamedJoinPoints");
    assertThat(table)
        .contains(
            "JoinPoint.redirect(Kind.AROUND, \"jedis\", \"redis/clients/jedis/Connection\","
                + " \"executeCommand\","
                + " \"(Lredis/clients/jedis/CommandObject;)Ljava/lang/Object;\","
                + " \"client/jedis/Jedis\", \"command\")");
  }

  @Test
  void marks_areThereBeforeTheirJoinPoints() throws IOException {
    Map<String, String> sources =
        table(
            """
            switch: driver
            marks: [java/sql/Driver]
            join-points:
              - kind: entry
                in: any_class
                method: void addBatch(String)
                hook: Driver
                arguments: 1
            """);
    assertThat(sources.get("NamedJoinPoints")).contains("{\"driver\", \"java/sql/Driver\"}");
    assertThat(sources.get("AnyClassJoinPoints"))
        .contains(
            "addAnywhere(points, Kind.ENTRY, \"driver\", \"client/jedis/Driver\", \"\", 1,"
                + " \"addBatch(Ljava/lang/String;)V\")");
    assertThat(sources.get("UsersClassJoinPoints")).doesNotContain("driver");
  }

  /** The layer relocates the instrumentation libraries, but not the names in users' classes. */
  @Test
  void nameThatWouldBeRelocated_isInTwoParts() throws IOException {
    assertThat(
            table(
                    """
                    switch: annotations
                    join-points:
                      - kind: span
                        in: users_class
                        class: [io.opentelemetry.instrumentation.WithSpan, a.Attribute]
                        hook: SpanMethods.start
                    """)
                .get("UsersClassJoinPoints"))
        .contains(
            "\"Lio/opentelemetry\".concat(\"/instrumentation/WithSpan;\"), \"La/Attribute;\"");
  }

  private Map<String, String> table(String descriptor) throws IOException {
    ClientLibrary library =
        ClientLibraries.parse(Files.writeString(folder.resolve("library.yaml"), descriptor));
    return new JoinPointTable(Map.of("client/jedis", library)).toSources();
  }
}
