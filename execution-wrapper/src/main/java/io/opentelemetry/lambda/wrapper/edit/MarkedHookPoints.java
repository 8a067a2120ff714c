package io.opentelemetry.lambda.wrapper.edit;

import io.opentelemetry.lambda.instrumentation.internal.Configuration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hook points at classes of any name, made when a class file has one of their marks. */
final class MarkedHookPoints {

  private final HookPoints hookPoints;
  private final boolean users;
  private final Configuration configuration;
  private final byte[][] marks;
  private final long lengths;
  private volatile @Nullable List<HookPoint> enabled;

  /**
   * @param users whether those of the classes that the user has written
   */
  MarkedHookPoints(HookPoints hookPoints, boolean users, Configuration configuration) {
    this.hookPoints = hookPoints;
    this.users = users;
    this.configuration = configuration;
    List<byte[]> texts = new ArrayList<>();
    for (String[] library : users ? hookPoints.marksOfUsers() : hookPoints.marks()) {
      if (configuration.instruments(library[0])) {
        for (int i = 1; i < library.length; i++) {
          texts.add(library[i].getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
    marks = texts.toArray(new byte[0][]);
    lengths = ConstantPool.lengths(marks);
  }

  boolean isEmpty() {
    return marks.length == 0;
  }

  boolean mark(byte[] classFile) {
    return ConstantPool.mentions(classFile, marks, lengths);
  }

  List<HookPoint> points() {
    List<HookPoint> points = enabled;
    if (points == null) {
      points = new ArrayList<>();
      for (HookPoint point : users ? hookPoints.ofUsers() : hookPoints.anywhere()) {
        if (configuration.instruments(point.library)) {
          points.add(point);
        }
      }
      enabled = points;
    }
    return points;
  }
}
