package io.opentelemetry.lambda.emulator.internal.sandbox;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.network.NetworkNamespace;
import io.opentelemetry.lambda.emulator.internal.process.ProcessControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file system of an execution environment, in mount namespaces of its processes' own: {@code
 * /var/task} is the function, {@code /opt} its layers in their order, {@code /var/lang} and {@code
 * /var/runtime} the runtime's, {@code /tmp} the environment's own.
 */
public final class Sandbox implements AutoCloseable {

  private final Path work;
  private final Path task;
  private final List<Mount> mounts;
  private final @Nullable Path tmp;
  private final List<String> unshare;
  private final Guard guard;

  private volatile List<String> enter;
  private boolean closed;

  /**
   * Lays the files out.
   *
   * @param function a zip or jar, which is unpacked, or a folder, which is used as it is
   * @param layers zips, or folders that hold what the zips would
   * @param mounts of the runtime, below {@code /var}; those above before those below
   * @param tmp what becomes {@code /tmp}, or null for a folder that goes with the environment
   * @throws EmulatorException if a file is not what it should be, they are too large together, or
   *     this user may not make namespaces
   */
  public static Sandbox create(
      Path function, List<Path> layers, List<Mount> mounts, @Nullable Path tmp) {
    List<String> unshare = Namespaces.command();
    Path work = createTemporaryFolder();
    Guard guard = Guard.start(work);
    try {
      Path task = work.resolve("task");
      UnpackedSize size = new UnpackedSize();
      for (String folder :
          List.of("task", "opt", "tmp", "var/task", "var/lang", "var/runtime", "var/tmp")) {
        Files.createDirectories(work.resolve(folder));
      }
      if (Files.isDirectory(function)) {
        task = function.toAbsolutePath();
        Folder.measure(task, size);
      } else {
        ZipArchive.unpack(function, task, size);
      }
      for (Path layer : layers) {
        if (Files.isDirectory(layer)) {
          Folder.copy(layer, work.resolve("opt"), size);
        } else {
          ZipArchive.unpack(layer, work.resolve("opt"), size);
        }
      }
      writeHosts(work.resolve("hosts"));
      return new Sandbox(work, task, real(mounts), real(tmp), unshare, guard);
    } catch (IOException e) {
      abandon(work, guard);
      throw new EmulatorException("cannot lay out the environment's files: " + e, e);
    } catch (EmulatorException e) {
      abandon(work, guard);
      throw e;
    }
  }

  private static @Nullable Path real(@Nullable Path path) throws IOException {
    return path == null ? null : path.toRealPath();
  }

  private static List<Mount> real(List<Mount> mounts) throws IOException {
    List<Mount> real = new ArrayList<>();
    for (Mount mount : mounts) {
      real.add(new Mount(mount.source().toRealPath(), mount.target()));
    }
    return real;
  }

  private static void abandon(Path work, Guard guard) {
    delete(work);
    guard.close();
  }

  private static Path createTemporaryFolder() {
    try {
      return Files.createTempDirectory("lambda-emulator-").toRealPath();
    } catch (IOException e) {
      throw new EmulatorException("cannot make a temporary folder: " + e, e);
    }
  }

  /** Extensions know their own environment by a name. */
  private static void writeHosts(Path file) throws IOException {
    Path hosts = Path.of("/etc/hosts");
    String existing = Files.isReadable(hosts) ? Files.readString(hosts) : "";
    Files.writeString(file, existing + "\n127.0.0.1 sandbox.localdomain sandbox\n");
  }

  private Sandbox(
      Path work,
      Path task,
      List<Mount> mounts,
      @Nullable Path tmp,
      List<String> unshare,
      Guard guard) {
    this.work = work;
    this.task = task;
    this.mounts = mounts;
    this.tmp = tmp;
    this.unshare = unshare;
    this.enter = unshare;
    this.guard = guard;
  }

  /** The folder that becomes {@code /var}. */
  public Path var() {
    return work.resolve("var");
  }

  /**
   * Gives the programs that are started from now on a localhost of their own.
   *
   * @param port of the machine, which must listen, and is reached inside
   * @param others more ports of the machine that are reached inside
   * @throws EmulatorException if that is not possible, and why
   */
  public NetworkNamespace isolate(int port, Set<Integer> others) {
    NetworkNamespace namespace =
        NetworkNamespace.start(work, Namespaces.areRoots(unshare), port, others);
    namespace.nameServers().ifPresent(text -> write(work.resolve("resolv.conf"), text));
    enter = Namespaces.within(namespace.enter());
    return namespace;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new EmulatorException("cannot write " + file + ": " + e, e);
    }
  }

  /** The names of the external extensions: what can be executed in {@code /opt/extensions}. */
  public List<String> extensions() {
    Path folder = work.resolve("opt/extensions");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new EmulatorException("cannot read the layers' extensions: " + e, e);
    }
  }

  /** The program of a function that brings its own runtime, or null if there is none. */
  public @Nullable String bootstrap() {
    if (Files.isExecutable(task.resolve("bootstrap"))) {
      return "/var/task/bootstrap";
    }
    return Files.isExecutable(work.resolve("opt/bootstrap")) ? "/opt/bootstrap" : null;
  }

  /**
   * Starts a program inside and under a control.
   *
   * @param environment all the variables that it gets
   * @param output called with each line that it writes
   */
  public SandboxProcess start(
      List<String> command,
      Map<String, String> environment,
      Consumer<String> output,
      ProcessControl control) {
    guard(control);
    try {
      Process process = launch(command, environment, control.entries());
      control.add(process.pid());
      guard(control);
      return SandboxProcess.begin(process, output);
    } catch (IOException e) {
      throw new EmulatorException("cannot start the runtime: " + e.getMessage(), e);
    }
  }

  /** Guards a control: what it holds now is all that is ended if this JVM is killed. */
  public void guard(ProcessControl control) {
    guard.watch(control);
  }

  private Process launch(List<String> command, Map<String, String> environment, List<Path> entries)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("setsid"));
    line.addAll(enter);
    line.addAll(List.of("sh", "-c", Script.read("enter.sh"), "enter"));
    line.addAll(List.of(work.toString(), task.toString(), text(tmp)));
    entries.forEach(entry -> line.add(entry.toString()));
    line.add("--");
    mounts.forEach(mount -> line.addAll(List.of(mount.source().toString(), mount.target())));
    line.add("--");
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String text(@Nullable Path path) {
    return path == null ? "" : path.toString();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      delete(work);
      guard.close();
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new EmulatorException("cannot remove " + folder + ": " + e, e);
    }
  }
}
