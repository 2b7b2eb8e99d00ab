package dev.clawstead.gateway;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client played by a test, byte for byte. */
public final class Client implements Closeable {

  private static final int PATIENCE_MILLIS = 30_000;

  public final Socket socket = new Socket();
  public final InputStream in;
  public final OutputStream out;

  private Client(InetSocketAddress address) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(address);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  public static Client of(InetSocketAddress address) throws IOException {
    return new Client(address);
  }

  /** A response: its status, header lines in order, and its body. */
  public record Answer(int status, List<String> headers, String body) {

    public String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  public Client send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return this;
  }

  /** Sends a request without a body and reads the whole answer. */
  public Answer get(String host, String path, String... headers) throws IOException {
    return ask("GET", host, path, headers);
  }

  public Answer ask(String method, String host, String path, String... headers) throws IOException {
    send(request(method, host, path, headers));
    return answer(method.equals("HEAD"));
  }

  public static String request(String method, String host, String path, String... headers) {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host);
    for (String header : headers) {
      text.append("\r\n").append(header);
    }
    return text.append("\r\n\r\n").toString();
  }

  public Answer answer() throws IOException {
    return answer(false);
  }

  public Answer answer(boolean toHead) throws IOException {
    Answer head = head();
    String body;
    if (toHead || head.status() == 204 || head.status() == 304 || head.status() < 200) {
      body = "";
    } else if (head.header("transfer-encoding").equals("chunked")) {
      body = chunks();
    } else if (!head.header("content-length").isEmpty()) {
      body = bytes(Integer.parseInt(head.header("content-length")));
    } else {
      body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return new Answer(head.status(), head.headers(), body);
  }

  /** Reads a head only. */
  public Answer head() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.1 ")) {
      throw new IOException("no response but: " + status);
    }
    List<String> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      headers.add(line);
    }
    return new Answer(Integer.parseInt(status.split(" ", -1)[1]), headers, "");
  }

  /** Reads one chunk; empty for the last, after which trailers follow. */
  public String chunk() throws IOException {
    int size = Integer.parseInt(line(), 16);
    if (size == 0) {
      return "";
    }
    String chunk = bytes(size);
    line();
    return chunk;
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      body.append(chunk);
    }
    // What is left are trailers and the empty line.
    for (String line = line(); !line.isEmpty(); line = line()) {
      body.append("[trailer ").append(line).append(']');
    }
    return body.toString();
  }

  public String bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new IOException("the connection ended after " + bytes.length + " of " + count);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection ended in: " + line);
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  /** Whether the gateway ended the connection; reads away what is left. */
  public boolean isEnded() {
    try {
      in.readAllBytes();
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
