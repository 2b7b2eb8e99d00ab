package dev.clawstead.api.session;

import dev.clawstead.secrets.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id with OWASP's least costs, in the usual text form that carries its own parameters. */
final class Argon2id {

  static final int MEMORY_KIB = 19_456;
  static final int ITERATIONS = 2;
  static final int LANES = 1;

  /** What the algorithm needs besides, in blocks of 1 KiB. */
  private static final int WORKING_BLOCKS = 8;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FORM =
      Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([^$]+)\\$([^$]+)");

  private Argon2id() {}

  /** The memory of one hash after the other; for one thread. */
  static BlockPool memory() {
    return new Argon2BytesGenerator.FixedBlockPool(MEMORY_KIB + WORKING_BLOCKS);
  }

  static String hash(String password, BlockPool memory) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB,
            ITERATIONS,
            LANES,
            base64.encodeToString(salt),
            base64.encodeToString(
                derive(
                    password,
                    parameters(MEMORY_KIB, ITERATIONS, LANES, salt, memory),
                    HASH_BYTES)));
  }

  static boolean matches(String password, String hash, BlockPool memory) {
    Matcher form = FORM.matcher(hash);
    if (!form.matches()) {
      throw new IllegalStateException("a stored password hash is not Argon2id");
    }
    byte[] expected = Base64.getDecoder().decode(form.group(5));
    Argon2Parameters parameters =
        parameters(
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            Integer.parseInt(form.group(3)),
            Base64.getDecoder().decode(form.group(4)),
            memory);
    return Tokens.same(derive(password, parameters, expected.length), expected);
  }

  private static Argon2Parameters parameters(
      int kib, int iterations, int lanes, byte[] salt, BlockPool memory) {
    return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
        .withMemoryAsKB(kib)
        .withBlockPool(memory)
        .withIterations(iterations)
        .withParallelism(lanes)
        .withSalt(salt)
        .build();
  }

  private static byte[] derive(String password, Argon2Parameters parameters, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] hash = new byte[length];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
