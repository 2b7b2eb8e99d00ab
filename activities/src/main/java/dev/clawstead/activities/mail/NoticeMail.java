package dev.clawstead.activities.mail;

import dev.clawstead.db.mail.Mails.Subject;
import dev.clawstead.domain.NoticeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a notice reads as a mail. */
final class NoticeMail {

  /** Stands for a link's token where others than the reader see the mail. */
  static final String HIDDEN = "...";

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:00", Locale.ENGLISH);
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
  private static final double MICROS = 1_000_000;

  private final String console;
  private final String text = template("notice.txt");
  private final String html = template("notice.html");

  NoticeMail(String console) {
    this.console = console;
  }

  /** Writes the mail; {@code token} opens the link of one that asks. */
  Letter write(Subject notice, String token) {
    boolean asks = notice.kind() == NoticeKind.ASK;
    Map<String, String> words = new HashMap<>();
    words.put("title", title(notice));
    words.put("story", story(notice));
    words.put("button", asks ? "Raise it for this month" : "Open the console");
    words.put("link", console + (asks ? "/raise/" + token : "/agents/" + notice.instance()));
    List<Fact> facts = facts(notice);
    words.put("facts", facts.stream().map(Fact::line).collect(Collectors.joining("\n")));
    String plain = filled(text, words);
    words.replaceAll((name, word) -> escaped(word));
    words.put("facts", facts.stream().map(Fact::row).collect(Collectors.joining()));
    return new Letter(title(notice), plain, filled(html, words));
  }

  /** In one pass: what an owner calls an agent is never taken for a placeholder. */
  private static String filled(String template, Map<String, String> words) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> Matcher.quoteReplacement(Objects.requireNonNull(words.get(place.group(1)))));
  }

  private static String title(Subject notice) {
    String budget = notice.period().equals("day") ? "daily budget" : "monthly budget";
    return switch (notice.kind()) {
      case SHARE -> who(notice) + " used " + notice.percent() + " % of the " + budget;
      case REACHED -> who(notice) + " reached the " + budget;
      case ASK -> who(notice) + " reached the " + budget + ". Raise it?";
      case ANOMALY -> name(notice) + " spent " + dollars(notice.spentMicros()) + " in an hour";
    };
  }

  private static String who(Subject notice) {
    return switch (notice.scope()) {
      case "account" -> "Your agents have";
      case "key" -> "A key of " + name(notice) + " has";
      default -> name(notice) + " has";
    };
  }

  /** A subject is one line. */
  private static String name(Subject notice) {
    return notice.agentName().replaceAll("\\p{Cntrl}", " ");
  }

  private static String story(Subject notice) {
    return switch (notice.kind()) {
      case SHARE ->
          "Nothing is refused yet. You can change the budget, and what happens when it is spent, in"
              + " the console.";
      case REACHED ->
          "Calls to models are refused until "
              + DAY.format(resets(notice))
              + ". If you raise the budget in the console, the next call works.";
      case ASK ->
          "Calls to models are refused until "
              + DAY.format(resets(notice))
              + ". The link shows how far the budget would be raised; nothing changes before you"
              + " confirm it there.";
      case ANOMALY ->
          "That is far more than this agent's hours usually cost. If you chose so, it is paused for"
              + " an hour; the console shows what it did, and lets it go on.";
    };
  }

  private static List<Fact> facts(Subject notice) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Agent", name(notice)));
    if (notice.kind() == NoticeKind.ANOMALY) {
      facts.add(new Fact("Hour", HOUR.format(notice.since().atOffset(ZoneOffset.UTC)) + " UTC"));
      facts.add(new Fact("Spent", dollars(notice.spentMicros())));
      return facts;
    }
    Long micros = notice.capMicros();
    if (micros != null) {
      facts.add(new Fact("Spent", dollars(notice.spentMicros()) + " of " + dollars(micros)));
    }
    Long tokens = notice.capTokens();
    if (tokens != null) {
      facts.add(new Fact("Tokens", number(notice.spentTokens()) + " of " + number(tokens)));
    }
    facts.add(new Fact("Begins anew", DAY.format(resets(notice)) + " UTC"));
    return facts;
  }

  private static LocalDate resets(Subject notice) {
    Instant since = notice.since();
    LocalDate day = LocalDate.ofInstant(since, ZoneOffset.UTC);
    return notice.period().equals("day") ? day.plusDays(1) : day.plusMonths(1);
  }

  private static String dollars(long micros) {
    return String.format(Locale.ENGLISH, "$%,.2f", micros / MICROS);
  }

  private static String number(long tokens) {
    return String.format(Locale.ENGLISH, "%,d", tokens);
  }

  private static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String template(String name) {
    try (InputStream in = Objects.requireNonNull(NoticeMail.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Fact(String name, String value) {

    String line() {
      return name + ": " + value;
    }

    String row() {
      return "<tr><th>" + escaped(name) + "</th><td>" + escaped(value) + "</td></tr>";
    }
  }

  /** A mail's subject and its two bodies. */
  record Letter(String subject, String text, String html) {}
}
