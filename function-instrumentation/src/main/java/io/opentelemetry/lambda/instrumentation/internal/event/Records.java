package io.opentelemetry.lambda.instrumentation.internal.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of a batch, of which the first are known. */
public final class Records {

  private final List<Event> known = new ArrayList<>();
  private final boolean complete;
  private int size;

  /** The records in the event's array of this name. */
  public static Records of(Event event, String name) {
    Records records = new Records(event.isComplete());
    records.addAll(event.array(name));
    return records;
  }

  /** The records in the arrays that are members of the event's object of this name. */
  public static Records ofEach(Event event, String name) {
    Records records = new Records(event.isComplete());
    for (String group : event.object(name).keySet()) {
      records.addAll(event.array(name, group));
    }
    return records;
  }

  /** One record that is the whole event. */
  public static Records single(Event event) {
    Records records = new Records(true);
    records.known.add(event);
    records.size = 1;
    return records;
  }

  private Records(boolean complete) {
    this.complete = complete;
  }

  private void addAll(List<?> elements) {
    size += elements.size();
    for (Object element : elements) {
      if (element instanceof Map && known.size() < EventParser.MAX_RECORDS) {
        known.add(Event.of(element));
      }
    }
  }

  public List<Event> known() {
    return known;
  }

  /** The first that is known, or one without members. */
  public Event first() {
    return known.isEmpty() ? Event.UNKNOWN : known.get(0);
  }

  /** How many there are, or -1 if the batch was too large to be gone over. */
  public int size() {
    return complete ? size : -1;
  }

  /** The value that all known records have at the end of the path, or null. */
  public @Nullable String common(String... path) {
    String common = null;
    for (Event record : known) {
      String value = record.value(path);
      if (value == null || (common != null && !common.equals(value))) {
        return null;
      }
      common = value;
    }
    return common;
  }
}
