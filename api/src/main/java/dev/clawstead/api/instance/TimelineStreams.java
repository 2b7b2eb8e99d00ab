package dev.clawstead.api.instance;

import dev.clawstead.db.Database;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.instance.InstanceChanges;
import dev.clawstead.db.instance.Instances;
import dev.clawstead.db.instance.TimelineEntries;
import dev.clawstead.db.instance.TimelineEntries.Entry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Follows an instance for whoever watches it, each on a virtual thread of the request's own. */
@Component
class TimelineStreams implements SmartLifecycle {

  /** Notices can get lost; a look this often finds what they told. Also keeps proxies awake. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private static final int BATCH = 100;

  private final Instances instances;
  private final TimelineEntries entries;
  private final InstanceViews views;
  private final JsonMapper json;
  private final Database.Address address;
  private final Watchers watchers = new Watchers();
  private @Nullable InstanceChanges changes;

  TimelineStreams(
      Instances instances,
      TimelineEntries entries,
      InstanceViews views,
      JsonMapper json,
      Database.Address address) {
    this.instances = instances;
    this.entries = entries;
    this.views = views;
    this.json = json;
    this.address = address;
  }

  /** Writes until the client goes, the instance is deleted, or we stop. */
  void follow(Instance instance, @Nullable String lastEventId, HttpServletResponse response)
      throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("X-Accel-Buffering", "no");
    try (Watchers.Watcher watcher = watchers.join(instance.id())) {
      new Follower(instance, number(lastEventId), response).run(watcher);
    }
  }

  private static long number(@Nullable String lastEventId) {
    try {
      return lastEventId == null ? 0 : Math.max(0, Long.parseLong(lastEventId.trim()));
    } catch (NumberFormatException notOurs) {
      return 0;
    }
  }

  @Override
  public void start() {
    changes = InstanceChanges.listen(address, watchers::wake);
  }

  /** Ends every stream: clients reconnect to whichever process is there next. */
  @Override
  public void stop() {
    watchers.close();
    if (changes != null) {
      changes.close();
      changes = null;
    }
  }

  @Override
  public boolean isRunning() {
    return changes != null;
  }

  /** After the web server starts and before it stops, which waits for open requests. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  private final class Follower {

    private final Instance instance;
    private final HttpServletResponse response;
    private long last;
    private @Nullable InstanceView shown;

    Follower(Instance instance, long last, HttpServletResponse response) {
      this.instance = instance;
      this.last = last;
      this.response = response;
    }

    void run(Watchers.Watcher watcher) throws IOException {
      write("retry: 2000\n\n");
      response.flushBuffer();
      boolean open = true;
      while (open && catchUp()) {
        // Also when nothing is new: only a write shows that the client is gone.
        write(": still here\n\n");
        response.flushBuffer();
        open = watcher.await(LOOK_EVERY);
      }
    }

    /** False once there is nothing left to follow. */
    private boolean catchUp() throws IOException {
      Optional<Instance> now = instances.find(instance.id());
      List<Entry> fresh;
      do {
        fresh = entries.after(instance.id(), last, BATCH);
        for (Entry entry : fresh) {
          last = entry.id();
          write(
              "event: timeline\nid: %d\ndata: %s\n\n"
                  .formatted(last, json.writeValueAsString(TimelineItem.of(entry))));
        }
      } while (fresh.size() == BATCH);
      if (now.isEmpty()) {
        return false;
      }
      InstanceView view = views.view(now.get());
      if (!view.equals(shown)) {
        shown = view;
        write("event: instance\ndata: " + json.writeValueAsString(view) + "\n\n");
      }
      response.flushBuffer();
      return true;
    }

    private void write(String text) throws IOException {
      response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
