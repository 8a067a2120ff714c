package io.opentelemetry.lambda.tests;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * PostgreSQL, MariaDB, Redis, Memcached or RabbitMQ as the machine has it, with its data in a
 * folder of its own.
 */
final class DatabaseServer implements AutoCloseable {

  static final String USER = "clerk";
  static final String PASSWORD = "secret";

  /** The folder, and what is in it, is another user's where PostgreSQL does not run as root. */
  private static final List<String> NOT_ROOT =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

  /** A folder that the other user can enter, too. */
  private static final File ROOT = new File("/");

  private final Path folder;
  private final Process process;
  private final int port;
  private final Runnable afterwards;

  /** Starts PostgreSQL, whose database is {@code postgres}; skips the test where there is none. */
  static DatabaseServer postgresql() throws Exception {
    Path programs = newest(Path.of("/usr/lib/postgresql"));
    Assumptions.assumeTrue(programs != null, "no PostgreSQL: scripts/install-servers.sh");
    Path folder = Files.createTempDirectory("postgresql");
    Path data = folder.resolve("data");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    boolean root = System.getProperty("user.name").equals("root");
    if (root) {
      run(List.of("chown", "-R", "nobody:nogroup", folder.toString()));
    }
    List<String> as = root ? NOT_ROOT : List.of();
    run(
        command(
            as,
            programs.resolve("bin/initdb").toString(),
            "--pgdata=" + data,
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--no-sync"));
    int port = Ports.free();
    Process process =
        start(
            command(
                as,
                programs.resolve("bin/postgres").toString(),
                "-D" + data,
                "-p" + port,
                "-k" + folder,
                "-F",
                "-clisten_addresses=127.0.0.1"));
    return new DatabaseServer(folder, process, port);
  }

  /**
   * Starts MariaDB, whose database is {@code test}, and which lets in anybody, as Debian's package
   * of the server alone has no program that would make users; skips the test where there is none.
   */
  static DatabaseServer mariadb() throws Exception {
    Path program = Path.of("/usr/sbin/mariadbd");
    Assumptions.assumeTrue(Files.exists(program), "no MariaDB: scripts/install-servers.sh");
    Path folder = Files.createTempDirectory("mariadb");
    Path data = Files.createDirectory(folder.resolve("data"));
    Path init = Files.writeString(folder.resolve("init.sql"), "CREATE DATABASE test;\n");
    int port = Ports.free();
    Process process =
        start(
            List.of(
                program.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--skip-grant-tables",
                "--skip-networking=0",
                "--innodb-buffer-pool-size=8M",
                "--datadir=" + data,
                "--init-file=" + init,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("socket")));
    return new DatabaseServer(folder, process, port);
  }

  /** Starts Redis, which keeps nothing; skips the test where there is none. */
  static DatabaseServer redis() {
    Path program = Path.of("/usr/bin/redis-server");
    Assumptions.assumeTrue(Files.exists(program), "no Redis: scripts/install-servers.sh");
    try {
      Path folder = Files.createTempDirectory("redis");
      int port = Ports.free();
      List<String> command =
          List.of(
              program.toString(),
              "--bind",
              "127.0.0.1",
              "--port",
              String.valueOf(port),
              "--dir",
              folder.toString(),
              "--save",
              "",
              "--appendonly",
              "no");
      return new DatabaseServer(folder, start(command), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts Memcached; skips the test where there is none. */
  static DatabaseServer memcached() {
    Path program = Path.of("/usr/bin/memcached");
    Assumptions.assumeTrue(Files.exists(program), "no Memcached: scripts/install-servers.sh");
    try {
      int port = Ports.free();
      List<String> command =
          List.of(
              program.toString(), "-u", "nobody", "-l", "127.0.0.1", "-p", String.valueOf(port));
      return new DatabaseServer(Files.createTempDirectory("memcached"), start(command), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts RabbitMQ for its user {@code guest}; skips the test where there is none. */
  static DatabaseServer rabbitMq() throws IOException {
    Path programs = Path.of("/usr/lib/rabbitmq/bin");
    Path program = programs.resolve("rabbitmq-server");
    Assumptions.assumeTrue(Files.exists(program), "no RabbitMQ: scripts/install-servers.sh");
    Path folder = Files.createTempDirectory("rabbitmq");
    int port = Ports.free();
    ProcessBuilder builder =
        new ProcessBuilder(program.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
    environment.put("HOME", folder.toString());
    String names = String.valueOf(Ports.free());
    environment.put("ERL_EPMD_PORT", names);
    environment.put("RABBITMQ_NODENAME", "tests" + port + "@localhost");
    environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_NODE_PORT", String.valueOf(port));
    environment.put("RABBITMQ_DIST_PORT", String.valueOf(Ports.free()));
    environment.put("RABBITMQ_MNESIA_BASE", folder.toString());
    environment.put("RABBITMQ_LOG_BASE", folder.toString());
    environment.put("RABBITMQ_LOGS", folder.resolve("log").toString());
    environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
    environment.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("env").toString());
    environment.put("RABBITMQ_CONFIG_FILES", folder.resolve("conf.d").toString());
    return new DatabaseServer(folder, builder.start(), port, () -> endEpmd(names));
  }

  /** Erlang's daemon for names, which RabbitMQ starts and leaves running. */
  private static void endEpmd(String port) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("epmd", "-kill").redirectErrorStream(true).redirectOutput(DISCARD);
      builder.environment().put("ERL_EPMD_PORT", port);
      builder.start().waitFor(20, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path newest(Path versions) throws IOException {
    if (!Files.isDirectory(versions)) {
      return null;
    }
    try (Stream<Path> all = Files.list(versions)) {
      return all.filter(version -> Files.exists(version.resolve("bin/initdb")))
          .max(Comparator.naturalOrder())
          .orElse(null);
    }
  }

  private static List<String> command(List<String> as, String... words) {
    List<String> command = new ArrayList<>(as);
    command.addAll(List.of(words));
    return command;
  }

  private static void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).directory(ROOT).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + output);
    }
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(ROOT)
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile("database", ".log").toFile())
        .start();
  }

  private DatabaseServer(Path folder, Process process, int port) {
    this(folder, process, port, () -> {});
  }

  /**
   * @param afterwards run when the process has ended
   */
  private DatabaseServer(Path folder, Process process, int port, Runnable afterwards) {
    this.afterwards = afterwards;
    this.folder = folder;
    this.process = process;
    this.port = port;
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::answers);
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the database has ended with " + process.exitValue());
    }
    return Ports.answers(port);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      afterwards.run();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(DatabaseServer::delete);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
