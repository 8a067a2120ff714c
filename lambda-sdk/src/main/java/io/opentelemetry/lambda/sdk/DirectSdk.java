package io.opentelemetry.lambda.sdk;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.contrib.awsxray.propagator.AwsXrayLambdaPropagator;
import io.opentelemetry.contrib.awsxray.propagator.AwsXrayPropagator;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.lambda.sdk.internal.direct.DirectSettings;
import io.opentelemetry.lambda.sdk.internal.direct.DirectSpanExporter;
import io.opentelemetry.lambda.sdk.internal.direct.NoMeters;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The SDK, set up for traces by hand. Autoconfiguration, which comes to the same, loads some three
 * hundred classes more.
 */
final class DirectSdk {

  /** Sets the SDK up; null where a propagator or the sampler is not known here. */
  static @Nullable OpenTelemetry create(DirectSettings settings) {
    TextMapPropagator propagator = propagator(settings.get("PROPAGATORS"));
    Sampler sampler = sampler(settings.get("TRACES_SAMPLER"), settings.samplerArgument());
    if (propagator == null || sampler == null) {
      return null;
    }
    Pipeline pipeline = Pipeline.instance();
    SdkTracerProvider tracerProvider =
        pipeline
            .withIdGenerator(SdkTracerProvider.builder())
            .setMeterProvider(new NoMeters())
            .setResource(resource(settings))
            .setSampler(sampler)
            .addSpanProcessor(pipeline.spanProcessor(DirectSpanExporter.create(settings)))
            .build();
    pipeline.add(tracerProvider);
    OpenTelemetry openTelemetry =
        new TracesOnly(tracerProvider, ContextPropagators.create(propagator));
    GlobalOpenTelemetry.set(openTelemetry);
    return openTelemetry;
  }

  private static @Nullable TextMapPropagator propagator(@Nullable String names) {
    Set<TextMapPropagator> propagators = new LinkedHashSet<>();
    for (String name : (names == null ? SdkSettings.PROPAGATORS : names).split(",", -1)) {
      TextMapPropagator propagator = known(name.trim());
      if (propagator == null) {
        return null;
      }
      propagators.add(propagator);
    }
    return TextMapPropagator.composite(propagators);
  }

  private static @Nullable TextMapPropagator known(String name) {
    switch (name) {
      case "tracecontext":
        return W3CTraceContextPropagator.getInstance();
      case "baggage":
        return W3CBaggagePropagator.getInstance();
      case "xray":
        return AwsXrayPropagator.getInstance();
      case "xray-lambda":
        return AwsXrayLambdaPropagator.getInstance();
      default:
        return null;
    }
  }

  private static Resource resource(DirectSettings settings) {
    AttributesBuilder users = Attributes.builder();
    for (Map.Entry<String, String> attribute : settings.resourceAttributes().entrySet()) {
      users.put(attribute.getKey(), attribute.getValue());
    }
    String serviceName = settings.get("SERVICE_NAME");
    if (serviceName != null) {
      users.put("service.name", serviceName);
    }
    return Resource.getDefault()
        .merge(new LambdaResourceProvider().createResource())
        .merge(Resource.create(users.build()));
  }

  private static @Nullable Sampler sampler(@Nullable String name, double argument) {
    switch (name == null ? "parentbased_always_on" : name) {
      case "always_on":
        return Sampler.alwaysOn();
      case "always_off":
        return Sampler.alwaysOff();
      case "traceidratio":
        return Sampler.traceIdRatioBased(argument);
      case "parentbased_always_on":
        return Sampler.parentBased(Sampler.alwaysOn());
      case "parentbased_always_off":
        return Sampler.parentBased(Sampler.alwaysOff());
      case "parentbased_traceidratio":
        return Sampler.parentBased(Sampler.traceIdRatioBased(argument));
      default:
        return null;
    }
  }

  private DirectSdk() {}
}
