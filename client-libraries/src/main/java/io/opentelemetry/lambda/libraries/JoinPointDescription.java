package io.opentelemetry.lambda.libraries;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Methods at which a hook is called. Names of classes are as {@code Class.getName} has them; those
 * without a package are of {@code java.lang}.
 *
 * @param kind of the class transformer's join points
 * @param in which classes it is looked for
 * @param switchName where it is not the library's
 * @param classes that have the methods; none for any class that declares them; the annotations of
 *     the method and of a parameter for {@code span}
 * @param methods as {@code result name(arguments)}
 * @param hook the class in the package of the library, and its method where it has another name
 * @param arguments how many of the method's arguments the hook gets, the first ones; null for all
 * @param java the oldest version of Java that has the methods
 */
public record JoinPointDescription(
    Kind kind,
    Place in,
    @JsonProperty("switch") @Nullable String switchName,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @JsonProperty("class")
        List<String> classes,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @JsonProperty("method")
        List<String> methods,
    String hook,
    @Nullable Integer arguments,
    @Nullable Integer java) {

  /** Kinds of the class transformer's join points, which explains them. */
  public enum Kind {
    ENTRY,
    EXIT,
    EXIT_OF_STATIC,
    REPLACING_OF_STATIC,
    REPLACING_LAST,
    EXIT_OF_OWN_CALLS,
    AROUND,
    AROUND_REPLACING,
    AROUND_RETURNING,
    REDIRECT,
    REDIRECT_OF_INSTANCE,
    REPLACE_ARGUMENTS,
    REPLACE_RESULT,
    SPAN,
    SPAN_OF_SUSPENDING
  }

  /** Classes in which join points are looked for. */
  public enum Place {
    /** Those that are named. */
    NAMED_CLASS,
    /** Each that has one of the marks. */
    ANY_CLASS,
    /** Each that has one of the marks, and that the user has written. */
    USERS_CLASS
  }

  public JoinPointDescription {
    if (kind == null || hook == null) {
      throw new IllegalArgumentException("joinPoints: kind or hook is missing");
    }
    in = in == null ? Place.NAMED_CLASS : in;
    classes = ClientLibrary.orEmpty(classes);
    methods = ClientLibrary.orEmpty(methods);
  }
}
