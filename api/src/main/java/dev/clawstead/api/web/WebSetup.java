package dev.clawstead.api.web;

import dev.clawstead.api.idempotency.KeyedRequestResolver;
import dev.clawstead.api.page.PageRequestResolver;
import dev.clawstead.api.session.CallerResolver;
import java.time.LocalDate;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How requests are read and where the console's files are. */
@Configuration(proxyBeanMethods = false)
class WebSetup implements WebMvcConfigurer {

  private final CallerResolver callers;
  private final KeyedRequestResolver keys;
  private final PageRequestResolver pages;

  WebSetup(CallerResolver callers, KeyedRequestResolver keys, PageRequestResolver pages) {
    this.callers = callers;
    this.keys = keys;
    this.pages = pages;
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.addAll(List.of(callers, keys, pages));
  }

  /** An empty parameter is no date either; Spring's own conversion takes it for none. */
  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, LocalDate.class, LocalDate::parse);
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    ConsoleFiles.serve(registry);
  }
}
