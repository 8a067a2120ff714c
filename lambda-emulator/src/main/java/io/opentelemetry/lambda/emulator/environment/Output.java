package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.LogLine;
import java.util.ArrayList;
import java.util.List;

/** The lines that an environment's processes write, from any thread. */
final class Output {

  private final List<LogLine> lines = new ArrayList<>();

  synchronized void add(LogLine line) {
    lines.add(line);
  }

  synchronized int size() {
    return lines.size();
  }

  synchronized List<LogLine> since(int index) {
    return List.copyOf(lines.subList(index, lines.size()));
  }

  List<LogLine> all() {
    return since(0);
  }
}
