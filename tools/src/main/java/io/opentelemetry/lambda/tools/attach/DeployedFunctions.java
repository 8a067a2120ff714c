package io.opentelemetry.lambda.tools.attach;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.waiters.LambdaWaiter;

/** Reads and changes the functions of one region. */
final class DeployedFunctions {

  private final LambdaClient lambda;
  private final LambdaWaiter waiter;

  DeployedFunctions(LambdaClient lambda) {
    this.lambda = lambda;
    this.waiter = lambda.waiter();
  }

  /** Reads a function that Lambda is not at work on. */
  FunctionState read(String name) {
    waiter.waitUntilFunctionUpdatedV2(request -> request.functionName(name));
    return FunctionState.of(lambda.getFunction(request -> request.functionName(name)));
  }

  /** Tells functions whose layers have to be signed; where Lambda does not say, it will refuse. */
  boolean isSigned(FunctionState function) {
    try {
      String config =
          lambda
              .getFunctionCodeSigningConfig(request -> request.functionName(function.name()))
              .codeSigningConfigArn();
      return config != null && !config.isEmpty();
    } catch (LambdaException e) {
      return false;
    }
  }

  /**
   * Attaches: what is to be remembered is written down before anything is changed, so that the same
   * command finishes a run that was interrupted anywhere.
   */
  void attach(FunctionState function, Change change) {
    remember(function, change.record().tags());
    update(function, change);
    forget(function, change.record().tags().keySet());
  }

  /** Detaches: what is remembered is kept until the change is done. */
  void detach(FunctionState function, Change change) {
    update(function, change);
    forget(function, Set.of());
  }

  private void remember(FunctionState function, Map<String, String> tags) {
    if (!function.tags().entrySet().containsAll(tags.entrySet())) {
      lambda.tagResource(request -> request.resource(function.arn()).tags(tags));
    }
  }

  private void forget(FunctionState function, Set<String> kept) {
    Set<String> keys = new TreeSet<>(AttachRecord.keys(function.tags()));
    keys.removeAll(kept);
    if (!keys.isEmpty()) {
      lambda.untagResource(request -> request.resource(function.arn()).tagKeys(keys));
    }
  }

  private void update(FunctionState function, Change change) {
    if (!change.changesFunction()) {
      return;
    }
    lambda.updateFunctionConfiguration(
        request -> {
          request.functionName(function.name()).revisionId(revision(function));
          if (!change.layers().equals(function.layers())) {
            request.layers(change.layers());
          }
          if (!change.variables().equals(function.variables())) {
            request.environment(environment -> environment.variables(change.variables()));
          }
        });
    waiter.waitUntilFunctionUpdatedV2(request -> request.functionName(function.name()));
  }

  /** Gets the mark of the state that was planned with; tags change it, and nothing else may. */
  private String revision(FunctionState planned) {
    FunctionState now =
        FunctionState.of(lambda.getFunction(request -> request.functionName(planned.name())));
    boolean isSame =
        now.layers().equals(planned.layers()) && now.variables().equals(planned.variables());
    if (!isSame) {
      throw new LeftAloneException("somebody else has changed it meanwhile: run the command again");
    }
    return now.revision();
  }

  /** Lists the versions of a layer, the newest first. */
  List<Long> versions(String layerArn) {
    return lambda.listLayerVersions(request -> request.layerName(layerArn)).layerVersions().stream()
        .map(version -> version.version())
        .toList();
  }
}
