package io.opentelemetry.lambda.tools.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Describes a function's configuration as it shall be, and what to remember of the one before.
 *
 * @param lines for people: what is added, changed, removed, and what stays though it was asked for
 */
record Change(
    List<String> layers,
    Map<String, String> variables,
    AttachRecord record,
    List<String> lines,
    boolean changesFunction) {

  static final String EXEC_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";
  static final String SCRIPT = "/opt/otel-handler";

  private static final int MAX_LAYERS = 5;
  private static final int MAX_VARIABLES = 4 * 1024;

  /**
   * Parts of the names of variables whose values are secrets, which no tag and no terminal sees.
   */
  private static final Set<String> SECRET = Set.of("HEADERS", "KEY", "TOKEN", "SECRET", "PASSWORD");

  /**
   * Plans the change that gives a function what it shall have, and leaves it all else.
   *
   * @throws LeftAloneException if that would break it
   */
  static Change attaching(FunctionState function, Wish wish) {
    AttachRecord before = recordOf(function);
    List<String> lines = new ArrayList<>();
    Set<String> added = new LinkedHashSet<>();
    Map<String, String> replaced = new LinkedHashMap<>();
    List<String> layers = attachLayers(function, wish, before, new Layers(added, replaced), lines);
    Map<String, AttachRecord.Variable> remembered = new LinkedHashMap<>();
    Map<String, String> variables = new LinkedHashMap<>(function.variables());
    keepOthers(before, function, wish, remembered);
    wish.variables()
        .forEach(
            (name, value) -> {
              remember(function, before, name, value, remembered, lines);
              variables.put(name, value);
            });
    checkSizes(layers, variables);
    return new Change(
        layers, variables, new AttachRecord(added, replaced, remembered), lines, !lines.isEmpty());
  }

  private static AttachRecord recordOf(FunctionState function) {
    if (function.refusal() != null) {
      throw new LeftAloneException("its variables cannot be read: " + function.refusal());
    }
    try {
      return AttachRecord.of(function.tags());
    } catch (IllegalArgumentException e) {
      throw new LeftAloneException(
          "its tags "
              + AttachRecord.keys(function.tags())
              + ", which say what was attached, have been changed: remove them, and take off by hand"
              + " what was attached");
    }
  }

  private record Layers(Set<String> added, Map<String, String> replaced) {}

  private static List<String> attachLayers(
      FunctionState function, Wish wish, AttachRecord before, Layers changed, List<String> lines) {
    List<String> layers = new ArrayList<>(function.layers());
    boolean instruments = wish.layers().stream().anyMatch(LayerChoice::instruments);
    Set<String> wanted = new HashSet<>();
    for (LayerChoice choice : wish.layers()) {
      wanted.add(choice.arn());
      int index = indexOfVersion(layers, choice);
      if (index < 0) {
        layers.add(choice.arn());
        changed.added.add(choice.arn());
        lines.add("+ layer " + LayerName.shorten(choice.arn()));
        continue;
      }
      String old = layers.set(index, choice.arn());
      // both, as the function has the old one until Lambda has changed it
      if (before.added().contains(old)) {
        changed.added.addAll(List.of(old, choice.arn()));
      } else if (before.replaced().containsKey(old)) {
        String original = before.replaced().get(old);
        changed.replaced.put(old, original);
        changed.replaced.put(choice.arn(), original);
      } else if (!old.equals(choice.arn())) {
        changed.replaced.put(choice.arn(), old);
      }
      if (!old.equals(choice.arn())) {
        lines.add("~ layer " + LayerName.shorten(old) + " -> " + LayerName.shorten(choice.arn()));
      }
    }
    for (String layer : layers) {
      if (wanted.contains(layer)) {
        continue;
      }
      if (instruments && LayerName.isForeignInstrumentation(layer)) {
        throw new LeftAloneException(
            "its layer "
                + LayerName.shorten(layer)
                + " instruments it already: take that off first");
      }
      if (before.added().contains(layer)) {
        changed.added.add(layer);
      } else if (before.replaced().containsKey(layer)) {
        changed.replaced.put(layer, before.replaced().get(layer));
      }
    }
    return layers;
  }

  /** Finds another version of the layer, or the layer of this project that it takes turns with. */
  private static int indexOfVersion(List<String> layers, LayerChoice choice) {
    String name = LayerName.withoutVersion(choice.arn());
    for (int i = 0; i < layers.size(); i++) {
      if (LayerName.withoutVersion(layers.get(i)).equals(name)) {
        return i;
      }
    }
    for (int i = 0; i < layers.size(); i++) {
      if (choice.instruments()
          && LayerName.isOurs(layers.get(i))
          && !layers.get(i).contains("collector")) {
        return i;
      }
    }
    return -1;
  }

  /** Keeps what was remembered of variables that this change does not concern. */
  private static void keepOthers(
      AttachRecord before,
      FunctionState function,
      Wish wish,
      Map<String, AttachRecord.Variable> remembered) {
    before
        .variables()
        .forEach(
            (name, variable) -> {
              if (!wish.variables().containsKey(name)
                  && variable.is(function.variables().get(name))) {
                remembered.put(name, variable);
              }
            });
  }

  private static void remember(
      FunctionState function,
      AttachRecord before,
      String name,
      String value,
      Map<String, AttachRecord.Variable> remembered,
      List<String> lines) {
    String current = function.variables().get(name);
    AttachRecord.Variable earlier = before.variables().get(name);
    boolean isOurs = earlier != null && earlier.is(current);
    if (!value.equals(current)) {
      checkReplaceable(name, current, isOurs);
      lines.add(
          current == null
              ? "+ " + name + "=" + shown(name, value)
              : "~ " + name + "=" + shown(name, current) + " -> " + shown(name, value));
    }
    if (earlier != null && current != null && isOurs) {
      // the earlier value, too, as the function has it until Lambda has changed it
      AttachRecord.Variable now = AttachRecord.Variable.of(value, earlier.before());
      remembered.put(name, value.equals(current) ? now : now.or(current));
    } else if (!value.equals(current)) {
      remembered.put(name, AttachRecord.Variable.of(value, current));
    }
  }

  private static void checkReplaceable(String name, @Nullable String current, boolean isOurs) {
    if (current == null || isOurs) {
      return;
    }
    if (name.equals(EXEC_WRAPPER)) {
      throw new LeftAloneException(
          EXEC_WRAPPER
              + " is "
              + current
              + ", and Lambda takes one: let that script end with exec "
              + SCRIPT
              + " \"$@\" and attach the layer by hand, or remove the variable");
    }
    if (isSecret(name)) {
      throw new LeftAloneException(
          name + " has another value, which a tag should not keep: remove it first");
    }
  }

  private static void checkSizes(List<String> layers, Map<String, String> variables) {
    if (layers.size() > MAX_LAYERS) {
      throw new LeftAloneException(
          "it would have "
              + layers.size()
              + " layers, and Lambda takes "
              + MAX_LAYERS
              + ": merge some into one");
    }
    int size =
        variables.entrySet().stream()
            .mapToInt(variable -> bytes(variable.getKey()) + bytes(variable.getValue()))
            .sum();
    if (size > MAX_VARIABLES) {
      throw new LeftAloneException(
          "its variables would have " + size + " bytes, and Lambda takes " + MAX_VARIABLES);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  /** Plans the change that takes off what was attached, and leaves what was changed since. */
  static Change detaching(FunctionState function) {
    AttachRecord before = recordOf(function);
    List<String> lines = new ArrayList<>();
    List<String> layers = new ArrayList<>();
    for (String layer : function.layers()) {
      String old = before.replaced().get(layer);
      if (before.added().contains(layer)) {
        lines.add("- layer " + LayerName.shorten(layer));
      } else if (old != null) {
        lines.add("~ layer " + LayerName.shorten(layer) + " -> " + LayerName.shorten(old));
        layers.add(old);
      } else {
        layers.add(layer);
      }
    }
    Map<String, String> variables = new LinkedHashMap<>(function.variables());
    List<String> kept = new ArrayList<>();
    new TreeMap<>(before.variables())
        .forEach((name, variable) -> restore(name, variable, variables, lines, kept));
    boolean changes = !lines.isEmpty();
    kept.forEach(name -> lines.add("  " + name + " stays: it has been changed since"));
    new TreeSet<>(before.added())
        .stream()
            .filter(layer -> !function.layers().contains(layer))
            .forEach(
                layer -> lines.add("  " + LayerName.shorten(layer) + " is not there any more"));
    return new Change(layers, variables, AttachRecord.NONE, lines, changes);
  }

  private static void restore(
      String name,
      AttachRecord.Variable variable,
      Map<String, String> variables,
      List<String> lines,
      List<String> kept) {
    String current = variables.get(name);
    if (!variable.is(current)) {
      if (current != null && !current.equals(variable.before())) {
        kept.add(name);
      }
    } else if (variable.before() == null) {
      variables.remove(name);
      lines.add("- " + name);
    } else {
      variables.put(name, variable.before());
      lines.add("~ " + name + " -> " + shown(name, variable.before()));
    }
  }

  private static String shown(String name, String value) {
    return isSecret(name) ? "***" : value;
  }

  static boolean isSecret(String name) {
    return SECRET.stream().anyMatch(name::contains);
  }
}
