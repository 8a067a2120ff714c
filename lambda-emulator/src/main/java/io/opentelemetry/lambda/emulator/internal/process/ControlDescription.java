package io.opentelemetry.lambda.emulator.internal.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in one line what holds for an environment's processes, and what does not. */
final class ControlDescription {

  private final List<String> applied = new ArrayList<>();
  private final Map<String, List<String>> notApplied = new LinkedHashMap<>();

  static ControlDescription create() {
    return new ControlDescription();
  }

  private ControlDescription() {}

  void applied(String what) {
    applied.add(what);
  }

  /** A limit of this name was asked for. */
  void notApplied(String limit, String reason) {
    notApplied.computeIfAbsent(reason, key -> new ArrayList<>()).add(limit);
  }

  String text() {
    String text = String.join("; ", applied);
    if (notApplied.isEmpty()) {
      return text;
    }
    return notApplied.entrySet().stream()
        .map(entry -> limits(entry.getValue()) + " (" + entry.getKey() + ")")
        .collect(Collectors.joining(", ", text + "; not applied: ", ""));
  }

  private static String limits(List<String> names) {
    return String.join(" and ", names) + (names.size() == 1 ? " limit" : " limits");
  }
}
