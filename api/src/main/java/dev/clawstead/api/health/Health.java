package dev.clawstead.api.health;

import dev.clawstead.api.lifecycle.TemporalProbe;
import dev.clawstead.db.Database;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether this process can do its work right now. */
@Component
public class Health {

  private final Probe database;
  private final Probe temporal;
  private final StartUp startUp;

  Health(Database database, TemporalProbe temporal, StartUp startUp) {
    this.database = new Probe("database", () -> database.sql().execute("select 1"));
    this.temporal = new Probe("temporal", temporal::look);
    this.startUp = startUp;
  }

  /** Every part, the broken ones with a reason. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>(List.of(database.part(), temporal.part()));
    if (!startUp.isDone()) {
      parts.add(new Part("start-up", Part.DOWN, "getting ready: " + startUp.step()));
    }
    return List.copyOf(parts);
  }

  /** Whether all of them are up. */
  public static boolean ready(List<Part> parts) {
    return parts.stream().allMatch(Part::isUp);
  }
}
