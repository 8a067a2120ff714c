package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;

/** A plain method on an event with a date of Joda's. */
public final class ScheduleHandler {

  public String day(ScheduledEvent event, Context context) {
    return event.getTime().dayOfWeek().getAsText(java.util.Locale.ROOT);
  }
}
