package dev.clawstead.api.openapi;

import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.idempotency.KeyedRequestResolver;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.problem.Problem;
import dev.clawstead.api.session.Caller;
import dev.clawstead.api.session.Operator;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

/** What the generated description says about all operations: problems, paging, keys, sign-in. */
@Configuration(proxyBeanMethods = false)
class Description {

  static {
    // Where they come from is said below; they are no parameters of their own.
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(
            Caller.class, Operator.class, KeyedRequest.class, PageRequest.class);
  }

  @Bean
  OpenAPI openApi() {
    Components components = new Components();
    ModelConverters.getInstance(true).readAll(Problem.class).forEach(components::addSchemas);
    return new OpenAPI()
        .info(
            new Info()
                .title("Clawstead")
                .version("1")
                .description(
                    "Durable managed hosting for AI agents. Failures are RFC 9457 problem documents"
                        + " that name the field."))
        .components(
            components
                .addSecuritySchemes(
                    "session",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("A session's token, from POST /api/v1/sessions"))
                .addSecuritySchemes(
                    "cookie",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.COOKIE)
                        .name("clawstead-session")
                        .description("What a browser gets; writes need X-CSRF-Token as well")))
        .addSecurityItem(new SecurityRequirement().addList("session"))
        .addSecurityItem(new SecurityRequirement().addList("cookie"));
  }

  @Bean
  GlobalOperationCustomizer operations() {
    return (operation, method) -> {
      if (takes(method, PageRequest.class)) {
        operation.addParametersItem(
            query("limit", new Schema<Integer>().types(Set.of("integer")))
                .description("How many items a page has; 25 if left out."));
        operation.addParametersItem(
            query("cursor", new Schema<String>().types(Set.of("string")).format("cursor"))
                .description("The nextCursor of the page before."));
        operation.getParameters().stream()
            .filter(parameter -> parameter.getName().equals("limit"))
            .forEach(
                parameter ->
                    parameter.getSchema().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(100)));
      }
      if (takes(method, KeyedRequest.class)) {
        operation.addParametersItem(key());
      }
      problems(method)
          .forEach((status, why) -> operation.getResponses().addApiResponse(status, problem(why)));
      return operation;
    };
  }

  private static Map<String, String> problems(HandlerMethod method) {
    Map<String, String> problems = new TreeMap<>();
    problems.put("406", "The Accept header allows nothing that we have");
    problems.put("503", "We cannot do that right now; Retry-After says when");
    boolean signedIn = takes(method, Caller.class) || takes(method, Operator.class);
    if (signedIn || method.getBeanType().getSimpleName().equals("SessionController")) {
      problems.put("401", "Not signed in");
    }
    if (signedIn) {
      problems.put("403", "A write by cookie without its CSRF token");
    }
    if (has(method, PathVariable.class) || takes(method, Operator.class)) {
      problems.put("404", "No such thing, or not yours");
    }
    if (has(method, RequestBody.class)) {
      problems.put("400", "The request cannot be read");
      problems.put("413", "The body is too large");
      problems.put("415", "The body is not JSON");
      problems.put("422", "A field must be changed");
    }
    if (takes(method, PageRequest.class) || has(method, RequestParam.class)) {
      problems.put("400", "A parameter cannot be read");
    }
    if (takes(method, KeyedRequest.class)) {
      problems.put("400", "The request cannot be read");
      problems.put("409", "It does not go together with what is there");
      problems.put("422", "A field must be changed, or the key was used for another request");
      problems.put("429", "Too often; Retry-After says when it is possible again");
    }
    if (method.hasMethodAnnotation(DeleteMapping.class)) {
      problems.put("409", "It does not go together with what is there");
    }
    return problems;
  }

  private static boolean takes(HandlerMethod method, Class<?> type) {
    return Arrays.stream(method.getMethodParameters())
        .anyMatch(parameter -> parameter.getParameterType() == type);
  }

  private static boolean has(HandlerMethod method, Class<? extends Annotation> annotation) {
    return Arrays.stream(method.getMethodParameters())
        .anyMatch(parameter -> parameter.hasParameterAnnotation(annotation));
  }

  private static ApiResponse problem(String why) {
    return new ApiResponse()
        .description(why)
        .content(
            new Content()
                .addMediaType(
                    "application/problem+json",
                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
  }

  private static Parameter query(String name, Schema<?> schema) {
    return new Parameter().in("query").name(name).required(false).schema(schema);
  }

  private static Parameter key() {
    Schema<String> form = new Schema<>();
    form.types(Set.of("string")).pattern("^" + KeyedRequestResolver.FORM + "$");

    return new Parameter()
        .in("header")
        .name(KeyedRequestResolver.HEADER)
        .required(false)
        .schema(form)
        .description("A repeat with the same key and body gets the same answer for 24 hours.");
  }
}
