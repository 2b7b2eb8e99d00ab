package dev.clawstead.domain;

import java.security.SecureRandom;

/** Mints the random part of an agent's address: 20 characters, 100 bits, never given out again. */
public final class Slug {

  /** RFC 4648 base 32 in lower case: legal in host names and free of look-alikes 0, 1 and 8. */
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private static final int LENGTH = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Slug() {}

  /** Returns a new random slug. */
  public static String next() {
    StringBuilder slug = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      slug.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return slug.toString();
  }

  /** Whether the text has the form of a slug. */
  public static boolean isSlug(String text) {
    return text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }
}
