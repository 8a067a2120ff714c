package io.opentelemetry.lambda.libraries;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the descriptors of the client libraries. */
public final class ClientLibraries {

  private static final String SOURCES = "client-instrumentation/src/main";
  private static final String DESCRIPTOR = "library.yaml";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .build();

  /**
   * Reads all.
   *
   * @param root the project's folder
   * @return each by the package of its hooks, such as {@code io/opentelemetry/lambda/client/okhttp}
   */
  public static SortedMap<String, ClientLibrary> read(Path root) throws IOException {
    Path sources = root.resolve(SOURCES);
    SortedMap<String, ClientLibrary> libraries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(file -> file.endsWith(DESCRIPTOR)).toList()) {
        // below java, or java11 for what is compiled for newer versions of Java
        Path folder = sources.relativize(file.getParent());
        String hooks = folder.subpath(1, folder.getNameCount()).toString().replace('\\', '/');
        libraries.put(hooks, parse(file));
      }
    }
    return libraries;
  }

  static ClientLibrary parse(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      Map<String, Object> descriptor =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      return MAPPER.convertValue(descriptor, ClientLibrary.class);
    } catch (RuntimeException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private ClientLibraries() {}
}
