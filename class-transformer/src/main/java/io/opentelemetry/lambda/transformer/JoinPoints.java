package io.opentelemetry.lambda.transformer;

import java.util.List;

/** Names the join points of libraries, and tells which of them are switched on. */
public interface JoinPoints {

  /** The join points at classes of certain names. */
  JoinPoint[] named();

  /**
   * The texts of which a class file has one if it has a join point of {@link #anywhere}; for each
   * library an array, the library's name first.
   */
  String[][] marks();

  /** The join points at classes of any name; asked for when a class file has one of the marks. */
  List<JoinPoint> anywhere();

  /** The same as {@link #marks} for {@link #ofUsers}. */
  String[][] marksOfUsers();

  /** The join points at classes that the user has written; asked for as {@link #anywhere} is. */
  List<JoinPoint> ofUsers();

  /**
   * Tells whether the user has written a class.
   *
   * @param path the class's name with slashes
   */
  boolean isOfUser(String path);

  /** Tells whether a library is traced. */
  boolean isEnabled(String library);

  /** Logs why a class is not changed. */
  void debug(String message);
}
