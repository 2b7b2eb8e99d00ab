package dev.clawstead.workflows.world;

import dev.clawstead.activities.cloudflare.CloudflareActivities;
import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.hetzner.HetznerActivities;
import dev.clawstead.activities.mail.MailActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities;
import dev.clawstead.activities.records.NodeRecordsActivities;
import dev.clawstead.activities.records.PoolRecordsActivities;
import io.temporal.activity.ActivityInterface;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every activity over maps. Each call is made twice, because Temporal may do that too, and one of
 * them can be told to fail before or after its effect, or to wait.
 */
public final class World {

  public final Rows rows = new Rows();
  public final Outside outside = new Outside(rows);
  public final Post post = new Post();
  public final List<String> calls = new CopyOnWriteArrayList<>();

  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Set<String> reached = ConcurrentHashMap.newKeySet();

  /** The activities as a worker registers them. */
  public Object[] activities() {
    return new Object[] {
      wrapped(InstanceRecordsActivities.class, rows),
      wrapped(PoolRecordsActivities.class, new PoolRows(rows)),
      wrapped(NodeRecordsActivities.class, new NodeRows(rows)),
      wrapped(DockerActivities.class, outside),
      wrapped(HetznerActivities.class, outside),
      wrapped(CloudflareActivities.class, outside),
      wrapped(MailActivities.class, post)
    };
  }

  public void breaks(Fault fault) {
    faults.put(fault.activity(), fault);
  }

  public void mend(String activity) {
    faults.remove(activity);
  }

  /** Holds calls of the activity until {@link #open}. */
  public void shut(String activity) {
    gates.put(activity, new CountDownLatch(1));
  }

  public void open(String activity) {
    CountDownLatch gate = gates.remove(activity);
    if (gate != null) {
      gate.countDown();
    }
  }

  public boolean reached(String activity) {
    return reached.contains(activity);
  }

  public long count(String activity) {
    return calls.stream().filter(activity::equals).count();
  }

  /** What exists though nothing owns it any more. */
  public List<String> leftOver() {
    List<String> found = new ArrayList<>();
    outside.cells.forEach(
        (cell, state) -> {
          if (!rows.isLive(cell)) {
            found.add("container of " + cell);
          }
        });
    rows.cells.forEach(
        (id, cell) -> {
          if (Set.of("quarantined", "deleting").contains(cell.state)) {
            found.add(cell.state + " row " + id);
          }
          if (cell.instance != null && rows.ended(cell.instance)) {
            found.add("row " + id + " of an ended instance");
          }
        });
    outside.servers.forEach(
        server -> {
          if (!rows.nodeIsLive(server)) {
            found.add("server of " + server);
          }
        });
    return found;
  }

  private <T> T wrapped(Class<T> type, Object target) {
    String prefix = type.getAnnotation(ActivityInterface.class).namePrefix();
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(target, args);
              }
              return call(prefix + capitalized(method.getName()), target, method, args);
            }));
  }

  private @Nullable Object call(String name, Object target, Method method, Object[] args)
      throws Throwable {
    calls.add(name);
    reached.add(name);
    CountDownLatch gate = gates.get(name);
    if (gate != null && !gate.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody opened " + name);
    }
    fail(name, Fault.When.BEFORE);
    try {
      Object first = invoke(target, method, args);
      // What a watch has seen it does not see again.
      Object result = name.equals("Docker.WatchNode") ? first : invoke(target, method, args);
      fail(name, Fault.When.AFTER);
      return result;
    } catch (InvocationTargetException wrapped) {
      throw wrapped.getCause();
    }
  }

  private synchronized @Nullable Object invoke(Object target, Method method, Object[] args)
      throws InvocationTargetException, IllegalAccessException {
    return method.invoke(target, args);
  }

  private synchronized void fail(String name, Fault.When when) {
    Fault fault = faults.get(name);
    if (fault == null || fault.when() != when) {
      return;
    }
    if (fault.times() <= 1) {
      faults.remove(name);
    } else {
      faults.put(name, new Fault(name, when, fault.times() - 1, fault.isFinal(), fault.type()));
    }
    throw fault.isFinal()
        ? ApplicationFailure.newNonRetryableFailure("no luck with " + name, fault.type())
        : ApplicationFailure.newFailure("no luck with " + name, fault.type());
  }

  private static String capitalized(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
