package dev.clawstead.api.web;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.resource.PathResourceResolver;

/** Serves the console. Its pages have addresses of their own, all answered by index.html. */
final class ConsoleFiles {

  private static final String FILES = "classpath:/META-INF/resources/";
  private static final Duration YEAR = Duration.ofDays(365);

  private ConsoleFiles() {}

  static void serve(ResourceHandlerRegistry registry) {
    // Their names change with their content.
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations(FILES + "assets/")
        .setCacheControl(CacheControl.maxAge(YEAR).cachePublic().immutable());
    registry
        .addResourceHandler("/**")
        .addResourceLocations(FILES)
        .setCacheControl(CacheControl.noCache())
        .resourceChain(true)
        .addResolver(new Pages());
  }

  private static final class Pages extends PathResourceResolver {

    @Override
    protected @Nullable Resource getResource(String path, Resource location) throws IOException {
      Resource file = path.isEmpty() ? null : super.getResource(path, location);
      return file != null || !isPage(path) ? file : super.getResource("index.html", location);
    }

    /** A name with a dot is a file, which is there or not; the API answers for itself. */
    private static boolean isPage(String path) {
      return !path.matches("(api|enrol|error|healthz|readyz)(/.*)?")
          && !path.substring(path.lastIndexOf('/') + 1).contains(".");
    }
  }
}
