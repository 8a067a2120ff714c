package io.opentelemetry.lambda.transformer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the function's classes at the join points that are switched on. */
public final class ClassTransformer {

  /** The join points that go by the name of a class. */
  private final Map<String, List<JoinPoint>> byName = new HashMap<>();

  /** Those at any class. */
  private final MarkedJoinPoints anywhere;

  /** Those at classes that the user has written. */
  private final MarkedJoinPoints ofUsers;

  private final JoinPoints joinPoints;

  /** Makes a transformer; null if no join point is switched on. */
  public static @Nullable ClassTransformer of(JoinPoints joinPoints) {
    ClassTransformer transformer = new ClassTransformer(joinPoints);
    return transformer.byName.isEmpty()
            && transformer.anywhere.isEmpty()
            && transformer.ofUsers.isEmpty()
        ? null
        : transformer;
  }

  private ClassTransformer(JoinPoints joinPoints) {
    this.joinPoints = joinPoints;
    for (JoinPoint point : joinPoints.named()) {
      if (joinPoints.isEnabled(point.library)) {
        add(point);
      }
    }
    anywhere = new MarkedJoinPoints(joinPoints, /* users= */ false);
    ofUsers = new MarkedJoinPoints(joinPoints, /* users= */ true);
  }

  private void add(JoinPoint point) {
    String name = String.valueOf(point.className);
    List<JoinPoint> ofClass = byName.get(name);
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
      List<JoinPoint> named = byName.get(path);
      boolean marked = anywhere.mark(classFile);
      boolean users = joinPoints.isOfUser(path) && ofUsers.mark(classFile);
      if (named == null && !marked && !users) {
        return classFile;
      }
      ClassFileTransformation transformation = ClassFileTransformation.of(classFile);
      if (named != null) {
        apply(transformation, named, path);
      }
      if (marked) {
        apply(transformation, anywhere.points(), null);
      }
      if (users) {
        apply(transformation, ofUsers.points(), null);
      }
      return transformation.toBytes(classFile);
    } catch (Throwable e) {
      joinPoints.debug(path + " is loaded as it is: " + e);
      return classFile;
    }
  }

  private void apply(
      ClassFileTransformation transformation, List<JoinPoint> points, @Nullable String expected)
      throws Exception {
    List<JoinPoint> missing = new ArrayList<>();
    Set<String> found = new HashSet<>();
    for (JoinPoint point : points) {
      if (transformation.apply(point)) {
        found.add(point.method);
      } else if (expected != null) {
        missing.add(point);
      }
    }
    for (JoinPoint point : missing) {
      // other releases may have other parameters
      if (!found.contains(point.method) && !inherits(transformation, point.method)) {
        joinPoints.debug(
            point.library + " is not traced in full: " + expected + " has no " + point.method);
      }
    }
  }

  /** Tells whether a method has become the superclass's, where it has a join point, too. */
  private boolean inherits(ClassFileTransformation transformation, String method)
      throws IOException {
    List<JoinPoint> points = byName.get(transformation.superclass());
    if (points != null) {
      for (JoinPoint point : points) {
        if (point.method.equals(method)) {
          return true;
        }
      }
    }
    return false;
  }
}
