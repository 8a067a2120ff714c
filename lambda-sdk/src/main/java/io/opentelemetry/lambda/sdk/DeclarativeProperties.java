package io.opentelemetry.lambda.sdk;

import io.opentelemetry.api.incubator.config.ConfigProvider;
import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ExtendedDeclarativeConfigProperties;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of a configuration, in the form in which the SDK hands one to a component. */
final class DeclarativeProperties implements ExtendedDeclarativeConfigProperties {

  private final DeclarativeConfigProperties part;
  private final ConfigProvider provider;

  /**
   * Makes one.
   *
   * @param whole what a component of the SDK's has been given
   */
  DeclarativeProperties(DeclarativeConfigProperties part, DeclarativeConfigProperties whole) {
    this.part = part;
    this.provider =
        whole instanceof ExtendedDeclarativeConfigProperties
            ? ((ExtendedDeclarativeConfigProperties) whole).getConfigProvider()
            : ConfigProvider.noop();
  }

  @Override
  public ConfigProvider getConfigProvider() {
    return provider;
  }

  @Override
  public @Nullable String getString(String name) {
    return part.getString(name);
  }

  @Override
  public @Nullable Boolean getBoolean(String name) {
    return part.getBoolean(name);
  }

  @Override
  public @Nullable Integer getInt(String name) {
    return part.getInt(name);
  }

  @Override
  public @Nullable Long getLong(String name) {
    return part.getLong(name);
  }

  @Override
  public @Nullable Double getDouble(String name) {
    return part.getDouble(name);
  }

  @Override
  public <T> @Nullable List<T> getScalarList(String name, Class<T> type) {
    return part.getScalarList(name, type);
  }

  @Override
  public @Nullable DeclarativeConfigProperties getStructured(String name) {
    return part.getStructured(name);
  }

  @Override
  public @Nullable List<DeclarativeConfigProperties> getStructuredList(String name) {
    return part.getStructuredList(name);
  }

  @Override
  public Set<String> getPropertyKeys() {
    return part.getPropertyKeys();
  }

  @Override
  public ComponentLoader getComponentLoader() {
    return part.getComponentLoader();
  }
}
