package io.opentelemetry.lambda.agent.buildtime;

import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.Remapper;

/**
 * Gives the agent's classes the names that they have in a function's jar: so they call the layer's
 * OpenTelemetry, and never meet the agent's own.
 */
final class TracedNames extends Remapper {

  static final String AGENT = "io/opentelemetry/javaagent/";
  static final String TRACED = "io/opentelemetry/lambda/agent/traced/";

  static final String FIELDS = AGENT + "bootstrap/field/VirtualField";
  static final String GLOBAL = AGENT + "shaded/io/opentelemetry/api/GlobalOpenTelemetry";
  static final String OPEN_TELEMETRY = TRACED + "TracedOpenTelemetry";

  /** Classes that are others in the function. */
  private static final Map<String, String> REPLACED =
      Map.of(
          GLOBAL,
          OPEN_TELEMETRY,
          AGENT + "shaded/instrumentation/api/internal/RuntimeVirtualFieldSupplier",
          TRACED + "TracedFields",
          // the function's contexts are the instrumentations'
          AGENT + "instrumentation/opentelemetryapi/v1_0/context/AgentContextStorage",
          TRACED + "TracedContexts",
          // so that the layer's hooks and the function's own instrumentations see each other's
          // spans
          AGENT + "shaded/instrumentation/api/internal/SpanKey",
          "io/opentelemetry/lambda/shaded/instrumentation/api/internal/SpanKey");

  private static final String API = AGENT + "shaded/io/opentelemetry/";

  TracedNames() {
    super(Opcodes.ASM9);
  }

  @Override
  public String map(String name) {
    if (!name.startsWith(AGENT)) {
      return name;
    }
    String replaced = REPLACED.get(name);
    if (replaced != null) {
      return replaced;
    }
    if (isApi(name)) {
      return name.substring(AGENT.length() + "shaded/".length());
    }
    String rest = name.substring(AGENT.length());
    return TRACED + (name.startsWith(FIELDS) ? renameWithin(rest) : rest);
  }

  private static boolean isApi(String name) {
    return name.startsWith(API + "api/")
        || name.startsWith(API + "context/")
        || name.startsWith(API + "common/");
  }

  /** The names of generated classes tell the types of a field. */
  private static String renameWithin(String name) {
    String agent = "$" + AGENT.replace('/', '$');
    String renamed = name;
    for (String part : new String[] {"api", "context", "common"}) {
      renamed =
          renamed.replace(
              agent + "shaded$io$opentelemetry$" + part + "$", "$io$opentelemetry$" + part + "$");
    }
    return renamed.replace(agent, "$" + TRACED.replace('/', '$'));
  }

  /** Renames a class's name in a text, too. */
  @Override
  public Object mapValue(Object value) {
    if (value instanceof String text && text.startsWith(AGENT.replace('/', '.'))) {
      return map(text.replace('.', '/')).replace('/', '.');
    }
    return super.mapValue(value);
  }
}
