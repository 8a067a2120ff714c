package io.opentelemetry.lambda.emulator.internal.report;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spans below their parents, in the order of time, each of them once.
 *
 * <p>A span whose parent is not there is a root. Of spans that are each other's ancestors, the
 * first is made a root. Of spans with the same id, the first has the children.
 */
public final class SpanForest {

  private static final Comparator<Node> BY_START =
      Comparator.comparing(node -> node.span.getStartTimeUnixNano(), Long::compareUnsigned);

  /** Each trace's spans, parents before their children. */
  public static Map<ByteString, List<Branch>> of(List<Span> spans) {
    List<Node> nodes = new ArrayList<>();
    spans.forEach(span -> nodes.add(new Node(nodes.size(), span)));
    nodes.sort(BY_START);
    Map<ByteString, List<Node>> traces = new LinkedHashMap<>();
    nodes.forEach(
        node -> traces.computeIfAbsent(node.span.getTraceId(), id -> new ArrayList<>()).add(node));
    Map<ByteString, List<Branch>> forest = new LinkedHashMap<>();
    traces.forEach((id, trace) -> forest.put(id, branches(trace)));
    return forest;
  }

  private static List<Branch> branches(List<Node> trace) {
    Map<ByteString, Node> byId = new HashMap<>();
    trace.forEach(node -> byId.putIfAbsent(node.span.getSpanId(), node));
    trace.forEach(node -> node.findParent(byId));
    Set<Node> settled = new LinkedHashSet<>();
    trace.forEach(node -> breakCircle(node, settled));
    List<Node> roots = new ArrayList<>();
    trace.forEach(node -> (node.parent == null ? roots : node.parent.children).add(node));
    return depthFirst(roots);
  }

  /** Climbs to a root; where the way comes back to itself, cuts it above the first span of it. */
  private static void breakCircle(Node start, Set<Node> settled) {
    Set<Node> path = new LinkedHashSet<>();
    Node node = start;
    while (node != null && !settled.contains(node) && path.add(node)) {
      node = node.parent;
    }
    if (node != null && !settled.contains(node)) {
      Node again = node;
      Node first = Collections.min(path.stream().dropWhile(n -> n != again).toList(), BY_START);
      first.parent = null;
      first.kind = Parent.CIRCULAR;
    }
    settled.addAll(path);
  }

  /** Without recursion: a chain of spans may be longer than a stack is deep. */
  private static List<Branch> depthFirst(List<Node> roots) {
    List<Branch> branches = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>();
    push(roots, 0, open);
    while (!open.isEmpty()) {
      Node node = open.pop();
      branches.add(new Branch(node.index, node.depth, node.last, node.kind));
      push(node.children, node.depth + 1, open);
    }
    return branches;
  }

  private static void push(List<Node> siblings, int depth, Deque<Node> open) {
    for (int i = siblings.size() - 1; i >= 0; i--) {
      Node node = siblings.get(i);
      node.depth = depth;
      node.last = i == siblings.size() - 1;
      open.push(node);
    }
  }

  /**
   * Where a span stands.
   *
   * @param index the span's place in the list that was given
   * @param depth 0 for a root
   * @param last whether it is the last of its parent's children, or of the roots
   */
  public record Branch(int index, int depth, boolean last, Parent parent) {}

  /** States of a span's parent: how much is known of it. */
  public enum Parent {
    /** The span names none. */
    NONE,
    PRESENT,
    /** It is not among the spans. */
    MISSING,
    /** It is one of the span's own descendants. */
    CIRCULAR
  }

  private static final class Node {
    final int index;
    final Span span;
    final List<Node> children = new ArrayList<>();
    @Nullable Node parent;
    Parent kind = Parent.NONE;
    int depth;
    boolean last;

    Node(int index, Span span) {
      this.index = index;
      this.span = span;
    }

    void findParent(Map<ByteString, Node> byId) {
      ByteString id = span.getParentSpanId();
      if (!id.isEmpty()) {
        parent = byId.get(id);
        kind = parent == null ? Parent.MISSING : Parent.PRESENT;
      }
    }
  }

  private SpanForest() {}
}
