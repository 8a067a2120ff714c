package io.opentelemetry.lambda.transformer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Join points at classes of any name, made when a class file has one of their marks. */
final class MarkedJoinPoints {

  private final JoinPoints joinPoints;
  private final boolean users;
  private final byte[][] marks;
  private final long lengths;
  private volatile @Nullable List<JoinPoint> enabled;

  /**
   * @param users whether those of the classes that the user has written
   */
  MarkedJoinPoints(JoinPoints joinPoints, boolean users) {
    this.joinPoints = joinPoints;
    this.users = users;
    List<byte[]> texts = new ArrayList<>();
    for (String[] library : users ? joinPoints.marksOfUsers() : joinPoints.marks()) {
      if (joinPoints.isEnabled(library[0])) {
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

  List<JoinPoint> points() {
    List<JoinPoint> points = enabled;
    if (points == null) {
      points = new ArrayList<>();
      for (JoinPoint point : users ? joinPoints.ofUsers() : joinPoints.anywhere()) {
        if (joinPoints.isEnabled(point.library)) {
          points.add(point);
        }
      }
      enabled = points;
    }
    return points;
  }
}
