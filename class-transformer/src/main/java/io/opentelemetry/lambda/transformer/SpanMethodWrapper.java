package io.opentelemetry.lambda.transformer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The code of a method that is a span. */
final class SpanMethodWrapper extends MethodWrapper {

  private static final String CONTINUATION = "Lkotlin/coroutines/Continuation;";

  /** How the type of a method ends that suspends. */
  static final String SUSPENDING = CONTINUATION + ")Ljava/lang/Object;";

  private static final int ICONST_0 = 3;
  private static final int BIPUSH = 16;
  private static final int LDC_W = 19;
  private static final int AASTORE = 83;
  private static final int ANEWARRAY = 189;
  private static final int CHECKCAST = 192;

  /** One hook for all types of a release, of which the result is cast to the method's. */
  private static final String RXJAVA = "endOfRxJava";

  private static final String OBJECT = "java/lang/Object";
  private static final String TEXT = "Ljava/lang/String;";
  private static final String START =
      "(Ljava/lang/Class;" + TEXT + TEXT + TEXT + "Z[L" + OBJECT + ";";
  private static final String STARTED = ")L" + OBJECT + ";";

  private final SpanAnnotation annotation;
  private final boolean suspends;

  /**
   * @param point with the method's own name and type
   */
  static SpanMethodWrapper of(
      ConstantPool constants,
      String className,
      String original,
      JoinPoint point,
      boolean isStatic,
      SpanAnnotation annotation) {
    return new SpanMethodWrapper(constants, className, original, point, isStatic, annotation);
  }

  private SpanMethodWrapper(
      ConstantPool constants,
      String className,
      String original,
      JoinPoint point,
      boolean isStatic,
      SpanAnnotation annotation) {
    super(constants, className, original, point, isStatic);
    this.annotation = annotation;
    suspends = point.descriptor.endsWith(SUSPENDING);
  }

  @Override
  void callStart() throws IOException {
    loadConstant(constants.addClass(className));
    loadConstant(constants.addString(point.method));
    loadConstant(constants.addString(annotation.name));
    loadConstant(constants.addString(annotation.kind));
    out.writeByte(annotation.inheritsContext ? ICONST_0 + 1 : ICONST_0);
    loadAttributes();
    if (suspends) {
      out.writeByte(ALOAD);
      out.writeByte(arguments - 1);
    }
    call("start", START + (suspends ? CONTINUATION : "") + STARTED);
  }

  private void loadConstant(int index) throws IOException {
    out.writeByte(LDC_W);
    out.writeShort(index);
  }

  /** Loads an array of names, each before its value. */
  private void loadAttributes() throws IOException {
    loadNumber(2 * annotation.attributes.size());
    out.writeByte(ANEWARRAY);
    out.writeShort(constants.addClass(OBJECT));
    int end = point.descriptor.indexOf(')');
    int variable = firstVariable();
    int parameter = 0;
    int element = 0;
    for (int i = 1; i < end; i = point.next(i)) {
      String attribute = annotation.attributes.get(parameter++);
      char type = point.descriptor.charAt(i);
      if (attribute != null) {
        startElement(element++);
        loadConstant(constants.addString(attribute));
        out.writeByte(AASTORE);
        startElement(element++);
        out.writeByte(loadOperation(type));
        out.writeByte(variable);
        box(type);
        out.writeByte(AASTORE);
      }
      variable += isWide(type) ? 2 : 1;
    }
  }

  private void startElement(int index) throws IOException {
    out.writeByte(DUP);
    loadNumber(index);
  }

  private void loadNumber(int number) throws IOException {
    out.writeByte(BIPUSH);
    out.writeByte(number);
  }

  private void box(char type) throws IOException {
    if (type != 'L' && type != '[') {
      String box = box(String.valueOf(type));
      out.writeByte(INVOKESTATIC);
      out.writeShort(constants.addMethod(box, "valueOf", "(" + type + ")L" + box + ";"));
    }
  }

  private static String box(String type) {
    switch (type) {
      case "Z":
        return "java/lang/Boolean";
      case "B":
        return "java/lang/Byte";
      case "C":
        return "java/lang/Character";
      case "S":
        return "java/lang/Short";
      case "I":
        return "java/lang/Integer";
      case "J":
        return "java/lang/Long";
      case "F":
        return "java/lang/Float";
      default:
        return "java/lang/Double";
    }
  }

  /** The continuation, the last one. */
  @Override
  boolean isReplaced(int index) {
    return suspends && isLast(index);
  }

  /** A future or a publisher is replaced by one that ends the span, too. */
  @Override
  void callEndWithResult() throws IOException {
    String result = point.descriptor.substring(point.descriptor.indexOf(')') + 1);
    String hook = suspends ? "endOfCall" : endOf(result);
    if (hook == null) {
      super.callEndWithResult();
      return;
    }
    out.writeByte(ALOAD);
    out.writeByte(arguments);
    if (hook.startsWith(RXJAVA)) {
      call(hook, "(L" + OBJECT + ";L" + OBJECT + ";" + STARTED);
      out.writeByte(CHECKCAST);
      out.writeShort(constants.addClass(result.substring(1, result.length() - 1)));
    } else {
      call(hook, "(" + result + "L" + OBJECT + ";)" + result);
    }
  }

  /** The hook for what is done later than the method is; null if there is none. */
  private static @Nullable String endOf(String result) {
    switch (result) {
      case "Ljava/util/concurrent/CompletableFuture;":
        return "endOfFuture";
      case "Ljava/util/concurrent/CompletionStage;":
        return "endOfStage";
      case "Lreactor/core/publisher/Mono;":
        return "endOfMono";
      case "Lreactor/core/publisher/Flux;":
        return "endOfFlux";
      case "Lorg/reactivestreams/Publisher;":
        return "endOfPublisher";
      case "Lio/reactivex/rxjava3/core/Completable;":
      case "Lio/reactivex/rxjava3/core/Flowable;":
      case "Lio/reactivex/rxjava3/core/Maybe;":
      case "Lio/reactivex/rxjava3/core/Observable;":
      case "Lio/reactivex/rxjava3/core/Single;":
      case "Lio/reactivex/rxjava3/parallel/ParallelFlowable;":
        return RXJAVA + "3";
      case "Lio/reactivex/Completable;":
      case "Lio/reactivex/Flowable;":
      case "Lio/reactivex/Maybe;":
      case "Lio/reactivex/Observable;":
      case "Lio/reactivex/Single;":
      case "Lio/reactivex/parallel/ParallelFlowable;":
        return RXJAVA + "2";
      default:
        return null;
    }
  }
}
