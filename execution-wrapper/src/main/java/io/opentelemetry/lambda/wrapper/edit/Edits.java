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

  /** Those that any class may have, and what it then mentions. */
  private final List<HookPoint> anywhere = new ArrayList<>();

  private final byte[][] marks;

  /** Returns null if nothing is to be changed. */
  public static @Nullable Edits of(Configuration configuration) {
    Edits edits = new Edits(HookPoints.all(), configuration);
    return edits.byName.isEmpty() && edits.anywhere.isEmpty() ? null : edits;
  }

  Edits(HookPoint[] points, Configuration configuration) {
    List<byte[]> found = new ArrayList<>();
    for (HookPoint point : points) {
      if (configuration.instruments(point.library)) {
        String mark = point.mark();
        if (mark == null) {
          byName.computeIfAbsent(String.valueOf(point.className), Edits::newList).add(point);
        } else {
          anywhere.add(point);
          found.add(mark.getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
    marks = found.toArray(new byte[0][]);
  }

  private static List<HookPoint> newList(String key) {
    return new ArrayList<>();
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
        apply(editor, anywhere, null);
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
