package io.opentelemetry.lambda.libraries;

import static io.opentelemetry.lambda.libraries.JoinPointDescription.Place.ANY_CLASS;
import static io.opentelemetry.lambda.libraries.JoinPointDescription.Place.NAMED_CLASS;
import static io.opentelemetry.lambda.libraries.JoinPointDescription.Place.USERS_CLASS;

import io.opentelemetry.lambda.libraries.JoinPointDescription.Kind;
import io.opentelemetry.lambda.libraries.JoinPointDescription.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes the table of join points as Java code, which is what a function's start reads fastest.
 * Those at classes of any name are a class of their own each, which few functions load.
 */
final class JoinPointTable {

  static final String PACKAGE = "io.opentelemetry.lambda.wrapper.joinpoints";

  /** The layer relocates texts that contain it; in two parts it stays as it is. */
  private static final String RELOCATED = "io/opentelemetry/instrumentation/";

  private static final int ALL = 255;

  /** By their switch, as the class transformer applies them in this order. */
  private final List<Map.Entry<String, ClientLibrary>> libraries;

  JoinPointTable(Map<String, ClientLibrary> libraries) {
    this.libraries = new ArrayList<>(libraries.entrySet());
    this.libraries.sort(Comparator.comparing(each -> each.getValue().switchName()));
  }

  /** The sources, by the names of the classes. */
  Map<String, String> toSources() {
    return Map.of(
        "NamedJoinPoints", named(),
        "AnyClassJoinPoints", marked("AnyClassJoinPoints", "any class", ANY_CLASS),
        "UsersClassJoinPoints",
            marked("UsersClassJoinPoints", "classes that the user has written", USERS_CLASS));
  }

  private String named() {
    StringBuilder points = new StringBuilder();
    forEach(
        NAMED_CLASS,
        (hooks, library, point) -> {
          for (String className : point.classes()) {
            for (String method : point.methods()) {
              points.append("      ").append(ofNamed(hooks, library, point, className, method));
            }
          }
        });
    return """
        package %s;

        import io.opentelemetry.lambda.transformer.JoinPoint;
        import io.opentelemetry.lambda.transformer.JoinPoint.Kind;

        /** The join points at classes of certain names, and the marks of the others. */
        final class NamedJoinPoints {

          static JoinPoint[] create() {
            return new JoinPoint[] {
        %s    };
          }

          static String[][] marksOfAnyClass() {
            return new String[][] {
        %s    };
          }

          static String[][] marksOfUsersClass() {
            return new String[][] {
        %s    };
          }

          private NamedJoinPoints() {}
        }
        """
        .formatted(PACKAGE, points, marks(ANY_CLASS), marks(USERS_CLASS));
  }

  private static String ofNamed(
      String hooks,
      ClientLibrary library,
      JoinPointDescription point,
      String className,
      String method) {
    Signature signature = Signature.parse(method);
    Hook hook = Hook.parse(hooks, point.hook());
    String arguments =
        "Kind.%s, %s, %s, %s, %s, %s"
            .formatted(
                point.kind(),
                text(switchName(library, point)),
                text(Signature.className(className)),
                text(signature.name()),
                text(signature.descriptor()),
                text(hook.className()));
    return hook.method() == null || hook.method().equals(signature.name())
        ? "JoinPoint.of(" + arguments + "),\n"
        : "JoinPoint.redirect(" + arguments + ", " + text(hook.method()) + "),\n";
  }

  private String marks(Place in) {
    StringBuilder marks = new StringBuilder();
    for (Map.Entry<String, ClientLibrary> each : libraries) {
      ClientLibrary library = each.getValue();
      if (library.hasJoinPoints(in)) {
        List<String> texts = new ArrayList<>(List.of(library.switchName()));
        texts.addAll(library.marks());
        marks.append("      {").append(join(texts)).append("},\n");
      }
    }
    return marks.toString();
  }

  private String marked(String name, String where, Place in) {
    StringBuilder points = new StringBuilder();
    forEach(
        in,
        (hooks, library, point) -> {
          if (point.java() != null) {
            points.append("    if (isSince(").append(point.java()).append(")) {\n");
          }
          if (point.kind() == Kind.SPAN || point.kind() == Kind.SPAN_OF_SUSPENDING) {
            points.append(ofSpan(hooks, library, point));
          } else {
            List<String> owners = new ArrayList<>(point.classes());
            for (String owner : owners.isEmpty() ? List.of("") : owners) {
              points.append(ofMethods(hooks, library, point, owner));
            }
          }
          if (point.java() != null) {
            points.append("    }\n");
          }
        });
    return """
        package %1$s;

        import io.opentelemetry.lambda.transformer.JoinPoint;
        import io.opentelemetry.lambda.transformer.JoinPoint.Kind;
        import java.util.ArrayList;
        import java.util.List;

        /** The join points at %2$s. */
        final class %3$s {

          static List<JoinPoint> create() {
            List<JoinPoint> points = new ArrayList<>();
        %4$s    return points;
          }
        %5$s
          private %3$s() {}
        }
        """
        .formatted(PACKAGE, where, name, points, helpers(points.toString()));
  }

  /** Those that the class uses. */
  private static String helpers(String code) {
    StringBuilder helpers = new StringBuilder();
    if (code.contains("addAnywhere(")) {
      helpers.append(
          """

            private static void addAnywhere(
                List<JoinPoint> points, Kind kind, String library, String hookClass, String hook,
                int arguments, String... methods) {
              for (String method : methods) {
                int end = method.indexOf('(');
                String name = method.substring(0, end);
                points.add(JoinPoint.anywhere(kind, library, name, method.substring(end), hookClass,
                    hook.isEmpty() ? name : hook, arguments));
              }
            }
          """);
    }
    if (code.contains("addCalls(")) {
      helpers.append(
          """

            private static void addCalls(
                List<JoinPoint> points, Kind kind, String library, String hookClass, String hook,
                String owner, String... methods) {
              for (String method : methods) {
                int end = method.indexOf('(');
                String name = method.substring(0, end);
                points.add(JoinPoint.redirect(kind, library, owner, name, method.substring(end), hookClass,
                    hook.isEmpty() ? name : hook));
              }
            }
          """);
    }
    if (code.contains("isSince(")) {
      helpers.append(
          """

            private static boolean isSince(int java) {
              String version = System.getProperty("java.specification.version");
              return !version.startsWith("1.") && Integer.parseInt(version) >= java;
            }
          """);
    }
    return helpers.toString();
  }

  private static String ofMethods(
      String hooks, ClientLibrary library, JoinPointDescription point, String owner) {
    Hook hook = Hook.parse(hooks, point.hook());
    List<String> methods = new ArrayList<>();
    for (String method : point.methods()) {
      Signature signature = Signature.parse(method);
      methods.add(signature.name() + signature.descriptor());
    }
    String first =
        "points, Kind.%s, %s, %s, %s"
            .formatted(
                point.kind(),
                text(switchName(library, point)),
                text(hook.className()),
                text(hook.method() == null ? "" : hook.method()));
    return owner.isEmpty()
        ? "    addAnywhere(%s, %d, %s);\n"
            .formatted(first, point.arguments() == null ? ALL : point.arguments(), join(methods))
        : "    addCalls(%s, %s, %s);\n"
            .formatted(first, text(Signature.className(owner)), join(methods));
  }

  private static String ofSpan(String hooks, ClientLibrary library, JoinPointDescription point) {
    List<String> annotations =
        point.classes().stream().map(name -> "L" + Signature.className(name) + ";").toList();
    return "    points.add(JoinPoint.span(Kind.%s, %s, %s, %s));\n"
        .formatted(
            point.kind(),
            text(switchName(library, point)),
            text(Hook.parse(hooks, point.hook()).className()),
            join(annotations));
  }

  private static String switchName(ClientLibrary library, JoinPointDescription point) {
    return point.switchName() == null ? library.switchName() : point.switchName();
  }

  private static String join(List<String> texts) {
    return String.join(", ", texts.stream().map(JoinPointTable::text).toList());
  }

  private static String text(String value) {
    int relocated = value.indexOf(RELOCATED);
    if (relocated < 0) {
      return '"' + value + '"';
    }
    int middle = relocated + "io/opentelemetry".length();
    return "\"%s\".concat(\"%s\")".formatted(value.substring(0, middle), value.substring(middle));
  }

  private void forEach(Place in, Visitor visitor) {
    for (Map.Entry<String, ClientLibrary> each : libraries) {
      for (JoinPointDescription point : each.getValue().joinPoints()) {
        if (point.in() == in) {
          visitor.visit(each.getKey(), each.getValue(), point);
        }
      }
    }
  }

  private interface Visitor {
    void visit(String hooks, ClientLibrary library, JoinPointDescription point);
  }
}
