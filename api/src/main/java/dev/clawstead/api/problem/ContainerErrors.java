package dev.clawstead.api.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the servlet container refuses by itself ends here, as a problem document too. */
@Hidden
@RestController
class ContainerErrors implements ErrorController {

  @RequestMapping("/error")
  ResponseEntity<Problem> error(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int status = code instanceof Integer number ? number : Kind.NOT_FOUND.status();
    Problem problem =
        switch (status) {
          case 404 -> Problem.of(Kind.NOT_FOUND, "Nothing answers at this address.");
          case 405 -> Problem.of(Kind.METHOD_NOT_ALLOWED, "This method is not possible here.");
          case 413 -> Problem.of(Kind.TOO_LARGE, "Send less.");
          default ->
              status < Kind.BROKEN.status()
                  ? Problem.of(Kind.MALFORMED, "The request cannot be read.")
                  : Problem.of(Kind.BROKEN, "We could not finish this. Try again in a moment.");
        };
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return ResponseEntity.status(problem.status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(path == null ? problem : problem.at(path.toString()));
  }
}
