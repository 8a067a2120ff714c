package io.opentelemetry.lambda.wrapper.joinpoints;

import io.opentelemetry.lambda.instrumentation.common.BuildTimeLibraries;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.transformer.JoinPoint;
import io.opentelemetry.lambda.transformer.JoinPoints;
import java.util.List;

/**
 * The join points of all client libraries, as far as the user has not switched them off. The build
 * makes the tables of the {@code library.yaml} of each.
 */
public final class ClientJoinPoints implements JoinPoints {

  // these have a switch of their own, that for the function's logs
  private static final String LOGBACK = "logback-mdc";
  private static final String JBOSS = "jboss-logmanager-mdc";
  private static final String LOG4J = "log4j-context-data";

  private final InstrumentationSettings configuration;
  private final UserClasses userClasses = new UserClasses();

  public ClientJoinPoints(InstrumentationSettings configuration) {
    this.configuration = configuration;
  }

  @Override
  public boolean isEnabled(String library) {
    if (BuildTimeLibraries.include(library)) {
      return false;
    }
    boolean ofLogs = library.equals(LOGBACK) || library.equals(JBOSS) || library.equals(LOG4J);
    return ofLogs ? configuration.correlatesLogs() : configuration.instruments(library);
  }

  @Override
  public boolean isOfUser(String path) {
    return userClasses.include(path);
  }

  @Override
  public void debug(String message) {
    Diagnostics.debug(message);
  }

  @Override
  public JoinPoint[] named() {
    return NamedJoinPoints.create();
  }

  @Override
  public String[][] marks() {
    return NamedJoinPoints.marksOfAnyClass();
  }

  @Override
  public List<JoinPoint> anywhere() {
    return AnyClassJoinPoints.create();
  }

  @Override
  public String[][] marksOfUsers() {
    return NamedJoinPoints.marksOfUsersClass();
  }

  @Override
  public List<JoinPoint> ofUsers() {
    return UsersClassJoinPoints.create();
  }
}
