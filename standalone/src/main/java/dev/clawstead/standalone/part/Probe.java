package dev.clawstead.standalone.part;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a part whether it is ready to work. */
@FunctionalInterface
public interface Probe {

  /** The client of all probes; each asks once and gives up soon. */
  HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** Says whether the part is ready now. */
  boolean ready() throws InterruptedException;

  /** Ready when this URL answers 200. */
  static Probe http(String url) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
    return () -> {
      try {
        return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        return false;
      }
    };
  }
}
