package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.quarkus.bootstrap.runner.SerializedApplication;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.loader.launch.Archive;
import org.springframework.boot.loader.launch.LaunchedClassLoader;
import org.springframework.boot.loader.net.protocol.nested.Handler;

/**
 * {@link ClientCalls} with its libraries in the class loader of a framework: Spring Boot's for what
 * is in {@code application.jar}, or Quarkus's for the jars in the folder {@code application/lib}.
 */
public final class NestedCalls implements RequestHandler<Map<String, String>, String> {

  private static final Path TASK = Path.of(System.getenv("LAMBDA_TASK_ROOT"));

  private final RequestHandler<Map<String, String>, String> calls;

  @SuppressWarnings("unchecked") // the class is this one's neighbour
  public NestedCalls() throws Exception {
    Path jar = TASK.resolve("application.jar");
    ClassLoader loader = Files.exists(jar) ? springBoot(jar) : quarkus();
    Thread.currentThread().setContextClassLoader(loader);
    calls =
        (RequestHandler<Map<String, String>, String>)
            loader.loadClass("functions.ClientCalls").getConstructor().newInstance();
  }

  private static ClassLoader springBoot(Path jar) throws Exception {
    // by its name, the JDK would look for it on the application class path
    URL.setURLStreamHandlerFactory(protocol -> protocol.equals("nested") ? new Handler() : null);
    Archive archive = Archive.create(jar.toFile());
    Set<URL> urls =
        archive.getClassPathUrls(
            entry ->
                entry.name().equals("BOOT-INF/classes/")
                    || entry.name().startsWith("BOOT-INF/lib/"));
    return new LaunchedClassLoader(
        /* exploded= */ false,
        archive,
        urls.toArray(new URL[0]),
        NestedCalls.class.getClassLoader());
  }

  private static ClassLoader quarkus() throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(TASK.resolve("application/lib"))) {
      jars = files.toList();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SerializedApplication.write(out, "functions.ClientCalls", TASK, jars, List.of());
    return SerializedApplication.read(new ByteArrayInputStream(out.toByteArray()), TASK)
        .getRunnerClassLoader();
  }

  @Override
  public String handleRequest(Map<String, String> event, Context context) {
    String loader = calls.getClass().getClassLoader().getClass().getSimpleName();
    return loader + ": " + calls.handleRequest(event, context);
  }
}
