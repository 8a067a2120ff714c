package io.opentelemetry.lambda.tools.release;

import io.opentelemetry.lambda.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The changelog: a section for each version, headed {@code ## VERSION}. */
final class Changelog {

  private static final String UNRELEASED = "Unreleased";

  private final String text;

  static Changelog read(Path file) throws IOException {
    return new Changelog(Files.readString(file));
  }

  Changelog(String text) {
    this.text = text;
  }

  /** Gets a version's section, or before it has one, that of what is unreleased. */
  String notes(String version) {
    for (String heading : new String[] {version, UNRELEASED}) {
      String notes = section(heading);
      if (!notes.isBlank()) {
        return notes;
      }
    }
    throw ToolException.failure("CHANGELOG.md says nothing of " + version);
  }

  private String section(String heading) {
    return Arrays.stream(text.split("(?m)^(?=## )"))
        .filter(section -> section.startsWith("## " + heading))
        .map(section -> section.substring(section.indexOf('\n') + 1))
        .findFirst()
        .orElse("");
  }
}
