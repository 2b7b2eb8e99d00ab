package dev.clawstead.api.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Writes tables as RFC 4180 says. */
@Component
class CsvWriter extends AbstractHttpMessageConverter<Csv> {

  private static final String END_OF_LINE = "\r\n";

  CsvWriter() {
    super(new MediaType("text", "csv", StandardCharsets.UTF_8));
  }

  @Override
  protected boolean supports(Class<?> type) {
    return Csv.class.isAssignableFrom(type);
  }

  @Override
  public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
    return false;
  }

  @Override
  protected Csv readInternal(Class<? extends Csv> type, HttpInputMessage in) {
    throw new HttpMessageNotReadableException("tables are only written", in);
  }

  @Override
  protected void writeInternal(Csv table, HttpOutputMessage out) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(line(table.columns()));
    table.rows().forEach(row -> text.append(line(row)));
    out.getBody().write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String line(List<? extends @Nullable Object> values) {
    return values.stream().map(CsvWriter::field).collect(Collectors.joining(",")) + END_OF_LINE;
  }

  private static String field(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    // A table program would run a text that begins like this as a formula.
    boolean formula =
        value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    boolean quoted = safe.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
