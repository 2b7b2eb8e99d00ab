package dev.clawstead.api.problem;

import dev.clawstead.db.Outage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns every failure into a problem document; what went wrong inside stays in the log. */
@RestControllerAdvice
class ProblemAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final Duration OUTAGE = Duration.ofSeconds(2);

  @ExceptionHandler(ProblemException.class)
  ResponseEntity<Problem> problem(ProblemException e, HttpServletRequest request) {
    return answer(e, request);
  }

  @ExceptionHandler(HttpMessageNotReadableException.class)
  ResponseEntity<Problem> unreadable(
      HttpMessageNotReadableException e, HttpServletRequest request) {
    return answer(UnreadableBody.problem(e), request);
  }

  @ExceptionHandler(MethodArgumentTypeMismatchException.class)
  ResponseEntity<Problem> mismatch(
      MethodArgumentTypeMismatchException e, HttpServletRequest request) {
    // An id that is no id names nothing; a parameter that is no number is a mistake to mend.
    boolean isPath = e.getParameter().hasParameterAnnotation(PathVariable.class);
    return answer(
        isPath
            ? ProblemException.notFound("thing")
            : ProblemException.on(Kind.MALFORMED, e.getName(), "cannot be read"),
        request);
  }

  @ExceptionHandler(MissingServletRequestParameterException.class)
  ResponseEntity<Problem> missing(
      MissingServletRequestParameterException e, HttpServletRequest request) {
    return answer(ProblemException.on(Kind.MALFORMED, e.getParameterName(), "is missing"), request);
  }

  /** The container reads the query when somebody first asks for it, and throws then. */
  @ExceptionHandler(InvalidParameterException.class)
  ResponseEntity<Problem> brokenQuery(HttpServletRequest request) {
    return answer(
        ProblemException.of(Kind.MALFORMED, "The query of the address cannot be read."), request);
  }

  @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
  ResponseEntity<Problem> nothingHere(HttpServletRequest request) {
    return answer(ProblemException.of(Kind.NOT_FOUND, "Nothing answers at this address."), request);
  }

  @ExceptionHandler(HttpRequestMethodNotSupportedException.class)
  ResponseEntity<Problem> method(
      HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
    HttpHeaders headers = new HttpHeaders();
    var allowed = e.getSupportedHttpMethods();
    if (allowed != null) {
      headers.setAllow(allowed);
    }
    String names =
        allowed == null
            ? "nothing"
            : String.join(", ", allowed.stream().map(HttpMethod::name).sorted().toList());
    return answer(
        ProblemException.of(
            Kind.METHOD_NOT_ALLOWED, e.getMethod() + " is not possible here; possible: " + names),
        request,
        headers);
  }

  @ExceptionHandler(HttpMediaTypeNotSupportedException.class)
  ResponseEntity<Problem> mediaType(
      HttpMediaTypeNotSupportedException e, HttpServletRequest request) {
    return answer(
        ProblemException.of(Kind.UNSUPPORTED_MEDIA_TYPE, "Send application/json."), request);
  }

  @ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
  ResponseEntity<Problem> notAcceptable(
      HttpMediaTypeNotAcceptableException e, HttpServletRequest request) {
    return answer(
        ProblemException.of(
            Kind.NOT_ACCEPTABLE, "Possible: " + MediaType.toString(e.getSupportedMediaTypes())),
        request);
  }

  /** The client went away while we wrote: nobody is there to be told. */
  @ExceptionHandler(AsyncRequestNotUsableException.class)
  void gone() {}

  @ExceptionHandler(Exception.class)
  @Nullable ResponseEntity<Problem> unexpected(
      Exception e, HttpServletRequest request, HttpServletResponse response) {
    if (response.isCommitted() || e instanceof IOException) {
      return null;
    }
    if (Outage.causedBy(e)) {
      LOG.warn("PostgreSQL does not answer: {}", e.getMessage());
      return answer(databaseIsDown(), request);
    }
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
    return answer(
        ProblemException.of(
            Kind.BROKEN, "We could not finish this. It is noted; try again in a moment."),
        request);
  }

  private static ProblemException databaseIsDown() {
    return ProblemException.later(
        Kind.UNAVAILABLE,
        "Our database does not answer. Agents keep running; try again in a moment.",
        OUTAGE);
  }

  private static ResponseEntity<Problem> answer(ProblemException e, HttpServletRequest request) {
    return answer(e, request, new HttpHeaders());
  }

  private static ResponseEntity<Problem> answer(
      ProblemException e, HttpServletRequest request, HttpHeaders headers) {
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    Duration retryAfter = e.retryAfter();
    if (retryAfter != null) {
      headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
    }
    if (e.problem().status() == Kind.UNAUTHENTICATED.status()) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return ResponseEntity.status(e.problem().status())
        .headers(headers)
        .body(e.problem().at(request.getRequestURI()));
  }
}
