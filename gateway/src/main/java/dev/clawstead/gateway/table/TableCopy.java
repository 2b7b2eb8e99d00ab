package dev.clawstead.gateway.table;

import dev.clawstead.db.route.Route;
import dev.clawstead.db.route.Route.Access;
import dev.clawstead.db.route.Route.Cell;
import dev.clawstead.db.route.Route.ModelKey;
import dev.clawstead.db.route.Route.Permit;
import dev.clawstead.domain.Hold;
import dev.clawstead.domain.RouteState;
import dev.clawstead.domain.Word;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table on disk, for a start without PostgreSQL. One line a route, tab-separated; the last line
 * counts them, so that a torn file is recognised. It holds hashes of tokens, never tokens.
 */
final class TableCopy {

  private static final String HEAD = "clawstead-routes 2";
  private static final String NONE = "-";
  private static final int FIELDS = 15;

  private final Path file;

  TableCopy(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Replaces the copy; whoever reads meanwhile sees the old or the new one, whole. */
  void write(List<Route> rows) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
      out.write(HEAD + "\n");
      for (Route row : rows) {
        out.write(line(row) + "\n");
      }
      out.write("end " + rows.size() + "\n");
    }
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads the copy; empty when there is none. */
  Optional<List<Route>> read() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    int rows = lines.size() - 2;
    if (rows < 0 || !lines.getFirst().equals(HEAD) || !lines.getLast().equals("end " + rows)) {
      throw new IOException("the table's copy in " + file + " is torn");
    }
    try {
      return Optional.of(lines.subList(1, rows + 1).stream().map(TableCopy::parse).toList());
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IOException("the table's copy in " + file + " cannot be read", e);
    }
  }

  private static String line(Route row) {
    Permit permit = row.permit();
    return String.join(
        "\t",
        row.slug(),
        row.cell().id().toString(),
        row.cell().address(),
        Integer.toString(row.cell().port()),
        Integer.toString(row.cell().keyVersion()),
        Integer.toString(row.cell().modelKey().version()),
        orNone(row.cell().modelKey().beforeEnds()),
        orNone(row.instance()),
        row.state().word(),
        Integer.toString(row.access().version()),
        orNone(row.access().tokenHash()),
        permit == null ? NONE : permit.cell().toString(),
        permit == null ? NONE : Long.toString(permit.epoch()),
        permit == null
            ? NONE
            : permit.holds().stream().map(Hold::word).collect(Collectors.joining(",")),
        Long.toString(row.version()));
  }

  private static Route parse(String line) {
    String[] f = line.split("\t", -1);
    if (f.length != FIELDS) {
      throw new IllegalArgumentException("a line of " + f.length + " fields");
    }
    ModelKey modelKey =
        new ModelKey(Integer.parseInt(f[5]), f[6].equals(NONE) ? null : Instant.parse(f[6]));
    return new Route(
        f[0],
        new Cell(
            UUID.fromString(f[1]), f[2], Integer.parseInt(f[3]), Integer.parseInt(f[4]), modelKey),
        f[7].equals(NONE) ? null : UUID.fromString(f[7]),
        Word.of(RouteState.class, f[8]),
        new Access(Integer.parseInt(f[9]), f[10].equals(NONE) ? null : f[10]),
        f[11].equals(NONE) ? null : permit(f[11], f[12], f[13]),
        Long.parseLong(f[14]));
  }

  private static Permit permit(String cell, String epoch, String holds) {
    return new Permit(
        UUID.fromString(cell),
        Long.parseLong(epoch),
        Arrays.stream(holds.split(",", -1))
            .filter(hold -> !hold.isEmpty())
            .map(hold -> Word.of(Hold.class, hold))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static String orNone(@Nullable Object value) {
    return value == null ? NONE : value.toString();
  }
}
