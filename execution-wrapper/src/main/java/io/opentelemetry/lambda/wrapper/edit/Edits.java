package io.opentelemetry.lambda.wrapper.edit;

import io.opentelemetry.lambda.instrumentation.internal.Configuration;
import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is changed in the function's classes, as far as the user has not switched it off. */
public final class Edits {

  /** The hook points that go by the name of a class. */
  private final Map<String, List<HookPoint>> byName = new HashMap<>();

  /** What a class file mentions that has one of the others. */
  private final byte[][] marks;

  private final HookPoints points;
  private final Configuration configuration;
  private volatile @Nullable List<HookPoint> enabledAnywhere;

  /** Returns null if nothing is to be changed. */
  public static @Nullable Edits of(Configuration configuration) {
    Edits edits = new Edits(new HookPoints(), configuration);
    return edits.byName.isEmpty() && edits.marks.length == 0 ? null : edits;
  }

  Edits(HookPoints points, Configuration configuration) {
    for (HookPoint point : points.named()) {
      if (configuration.instruments(point.library)) {
        add(point);
      }
    }
    List<byte[]> enabled = new ArrayList<>();
    for (String[] library : points.marks()) {
      if (configuration.instruments(library[0])) {
        for (int i = 1; i < library.length; i++) {
          enabled.add(library[i].getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
    marks = enabled.toArray(new byte[0][]);
    this.points = points;
    this.configuration = configuration;
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
   * Returns the class file as it is to be loaded; the very array if there is nothing to change.
   *
   * @param path the class's name with slashes
   */
  public byte[] apply(String path, byte[] classFile) {
    try {
      List<HookPoint> named = byName.get(path);
      boolean mentioned = ConstantPool.mentions(classFile, marks);
      if (named == null && !mentioned) {
        return classFile;
      }
      ClassEditor editor = ClassEditor.of(classFile);
      if (named != null) {
        apply(editor, named, path);
      }
      if (mentioned) {
        apply(editor, anywhere(), null);
      }
      return editor.toBytes(classFile);
    } catch (Throwable e) {
      Diagnostics.debug(path + " is loaded as it is: " + e);
      return classFile;
    }
  }

  private List<HookPoint> anywhere() {
    List<HookPoint> enabled = enabledAnywhere;
    if (enabled == null) {
      enabled = new ArrayList<>();
      for (HookPoint point : points.anywhere()) {
        if (configuration.instruments(point.library)) {
          enabled.add(point);
        }
      }
      enabledAnywhere = enabled;
    }
    return enabled;
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
