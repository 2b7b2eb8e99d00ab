package dev.clawstead.standalone.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The folder that holds everything of one installation. */
public record StateDirectory(Path path) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 8;
  private static final int PASSWORD_LENGTH = 20;
  private static final int TOKEN_LENGTH = 64;
  private static final int SECRET_BYTES = 32;

  /** Makes a folder of ours, for us alone. */
  public Path folder(String name) throws IOException {
    Path folder = path.resolve(name);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return folder;
  }

  /** Where every part has its log. */
  public Path logs() {
    return path.resolve("logs");
  }

  /** The file whose lock says that a supervisor is at work here. */
  public Path lock() {
    return path.resolve("supervisor.lock");
  }

  /** The installation that lives here, if one does. */
  public Optional<Installation> installation() throws IOException {
    return Json.read(path.resolve("installation.json"), Installation.class);
  }

  /** Remembers the options; gives the installation its name at the first time. */
  public Installation remember(Installation.Options options) throws IOException {
    folder("logs");
    String id = installation().map(Installation::id).orElseGet(() -> random(LETTERS, ID_LENGTH));
    Installation installation = new Installation(id, options);
    Json.write(path.resolve("installation.json"), installation);
    return installation;
  }

  /** What the supervisor last wrote about itself. */
  public Optional<RunFile> run() throws IOException {
    return Json.read(path.resolve("run.json"), RunFile.class);
  }

  /** Says what runs now. */
  public void writeRun(RunFile run) throws IOException {
    Json.write(path.resolve("run.json"), run);
  }

  /** Forgets the run: nothing of it is left. */
  public void forgetRun() throws IOException {
    Files.deleteIfExists(path.resolve("run.json"));
  }

  /** The root of every key, made once: 32 random bytes in base64. */
  public Path platformSecretFile() throws IOException {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return keep("platform-secret", Base64.getEncoder().encodeToString(bytes));
  }

  /** The operator's password, made once. */
  public String operatorPassword() throws IOException {
    return Files.readString(keep("operator-password", random(LETTERS, PASSWORD_LENGTH))).trim();
  }

  /** PostgreSQL's password, made once. */
  public Path databasePasswordFile() throws IOException {
    return keep("database-password", random(ALPHANUMERIC, PASSWORD_LENGTH));
  }

  /** A provider's token, made once; Hetzner's clients insist on 64 letters and digits. */
  public String token(String provider) throws IOException {
    return Files.readString(keep(provider + "-token", random(ALPHANUMERIC, TOKEN_LENGTH))).trim();
  }

  /** Where the platform's settings are. */
  public Path settingsFile() {
    return path.resolve("secrets").resolve("platform.properties");
  }

  /** Writes the platform's settings where its programs read them. */
  public void writeSettings(String properties) throws IOException {
    folder("secrets");
    Json.writeText(settingsFile(), properties);
  }

  /** One of the platform's settings, if they were written. */
  public Optional<String> setting(String name) throws IOException {
    return Files.exists(settingsFile())
        ? Files.readAllLines(settingsFile()).stream()
            .filter(line -> line.startsWith(name + "="))
            .map(line -> line.substring(name.length() + 1))
            .findFirst()
        : Optional.empty();
  }

  private Path keep(String name, String fresh) throws IOException {
    Path file = folder("secrets").resolve(name);
    if (!Files.exists(file)) {
      Json.writeText(file, fresh + "\n");
    }
    return file;
  }

  private static String random(String letters, int length) {
    StringBuilder text = new StringBuilder();
    RANDOM.ints(length, 0, letters.length()).forEach(i -> text.append(letters.charAt(i)));
    return text.toString();
  }
}
