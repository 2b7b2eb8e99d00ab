import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/** Generates the jOOQ classes from the migrations; a stamp of their hash makes repeats free. */
class JooqCodegen {

  public static void main(String[] args) throws Exception {
    Path migrations = Path.of(args[0]);
    Path target = Path.of(args[1]);
    Path stamp = target.resolveSibling("jooq.stamp");
    String hash = hash(migrations, args[2]);
    if (Files.exists(stamp) && Files.isDirectory(target) && Files.readString(stamp).equals(hash)) {
      return;
    }
    generate(migrations, target);
    Files.writeString(stamp, hash);
  }

  private static void generate(Path migrations, Path target) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Flyway.configure()
          .dataSource(postgres.getPostgresDatabase())
          .locations("filesystem:" + migrations)
          .load()
          .migrate();
      GenerationTool.generate(
          new Configuration()
              .withJdbc(
                  new Jdbc()
                      .withDriver("org.postgresql.Driver")
                      .withUrl(postgres.getJdbcUrl("postgres", "postgres")))
              .withGenerator(
                  new Generator()
                      .withDatabase(
                          new Database()
                              .withInputSchema("public")
                              .withOutputSchemaToDefault(true)
                              .withExcludes("flyway_schema_history"))
                      .withGenerate(
                          new Generate()
                              .withDaos(false)
                              .withPojos(false)
                              .withRelations(true)
                              .withJavaTimeTypes(true))
                      .withTarget(
                          new Target()
                              .withPackageName("dev.clawstead.db.generated")
                              .withDirectory(target.toString())
                              .withClean(true))));
    }
  }

  private static String hash(Path migrations, String jooqVersion) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(jooqVersion.getBytes(StandardCharsets.UTF_8));
    try (var files = Files.list(migrations)) {
      for (Path file : files.sorted().toList()) {
        sha.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        sha.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}
