package io.opentelemetry.lambda.wrapper.edit;

import io.opentelemetry.lambda.instrumentation.internal.Configuration;
import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes the function's classes, as far as the user has not switched it off. */
public final class Edits {

  /** The hook points that go by the name of a class. */
  private final Map<String, List<HookPoint>> byName = new HashMap<>();

  /** Those at any class. */
  private final MarkedHookPoints anywhere;

  /** Those at classes that the user has written. */
  private final MarkedHookPoints ofUsers;

  private final UserClasses userClasses = new UserClasses();

  /** Selects the changes; null if nothing is to be changed. */
  public static @Nullable Edits of(Configuration configuration) {
    Edits edits = new Edits(new HookPoints(), configuration);
    return edits.byName.isEmpty() && edits.anywhere.isEmpty() && edits.ofUsers.isEmpty()
        ? null
        : edits;
  }

  Edits(HookPoints points, Configuration configuration) {
    for (HookPoint point : points.named()) {
      if (configuration.instruments(point.library)) {
        add(point);
      }
    }
    if (configuration.correlatesLogs()) {
      for (HookPoint point : points.ofLogs()) {
        add(point);
      }
    }
    anywhere = new MarkedHookPoints(points, /* users= */ false, configuration);
    ofUsers = new MarkedHookPoints(points, /* users= */ true, configuration);
  }

  private void add(HookPoint point) {
    String name = String.valueOf(point.className);
    List<HookPoint> ofClass = byName.get(name);
    if (ofClass == null) {
      ofClass = new ArrayList<>();
      byName.put(name, ofClass);
    }
    ofClass.add(point);
  }

  /**
   * Changes a class file; the very array if there is nothing to change.
   *
   * @param path the class's name with slashes
   */
  public byte[] apply(String path, byte[] classFile) {
    try {
      List<HookPoint> named = byName.get(path);
      boolean marked = anywhere.mark(classFile);
      boolean users = userClasses.include(path) && ofUsers.mark(classFile);
      if (named == null && !marked && !users) {
        return classFile;
      }
      ClassEditor editor = ClassEditor.of(classFile);
      if (named != null) {
        apply(editor, named, path);
      }
      if (marked) {
        apply(editor, anywhere.points(), null);
      }
      if (users) {
        apply(editor, ofUsers.points(), null);
      }
      return editor.toBytes(classFile);
    } catch (Throwable e) {
      Diagnostics.debug(path + " is loaded as it is: " + e);
      return classFile;
    }
  }

  private static void apply(ClassEditor editor, List<HookPoint> points, @Nullable String expected)
      throws Exception {
    for (HookPoint point : points) {
      if (!editor.apply(point) && expected != null) {
        Diagnostics.debug(
            point.library + " is not traced in full: " + expected + " has no " + point.method);
      }
    }
  }
}
