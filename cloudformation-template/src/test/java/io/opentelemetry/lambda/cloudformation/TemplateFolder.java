package io.opentelemetry.lambda.cloudformation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A template in a folder, with the files that it names. */
public final class TemplateFolder {

  private final Path folder;

  public TemplateFolder(Path folder) {
    this.folder = folder;
  }

  /** Copies a template from the tests' resources. */
  public Path resource(String name) {
    try (InputStream in = TemplateFolder.class.getResourceAsStream(name)) {
      return write(name, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path write(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a file of some content. */
  public Path file(String name) {
    return write(name, "");
  }

  public Path path(String name) {
    return folder.resolve(name);
  }

  public Template read(String yaml) {
    return read(yaml, Map.of());
  }

  public Template read(String yaml, Map<String, String> parameters) {
    return Template.read(write("template.yaml", yaml), parameters, Map.of());
  }

  /**
   * Reads a template with one function.
   *
   * @param properties lines in YAML, beside the function's code, runtime and handler
   * @param sections lines in YAML, before the resources
   */
  public TemplateFunction readFunction(String properties, String sections) {
    return read(template(properties, sections)).function("F");
  }

  public String template(String properties, String sections) {
    file("function.zip");
    return sections
        + """
        Resources:
          F:
            Type: AWS::Lambda::Function
            Properties:
              Code: function.zip
              Runtime: java21
              Handler: H
        """
        + properties.indent(6);
  }
}
