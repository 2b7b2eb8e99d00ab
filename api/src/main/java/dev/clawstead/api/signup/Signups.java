package dev.clawstead.api.signup;

import dev.clawstead.api.idempotency.TwoSteps;
import dev.clawstead.api.instance.InstanceViews;
import dev.clawstead.api.instance.NewAgent;
import dev.clawstead.api.instance.NewAgent.Asked;
import dev.clawstead.api.lifecycle.InstanceLife;
import dev.clawstead.api.limit.Limits;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.FieldErrors.Length;
import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.AccountView;
import dev.clawstead.api.session.Passwords;
import dev.clawstead.api.session.SessionTokens;
import dev.clawstead.api.session.SessionTokens.Minted;
import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.api.signup.SignupController.SignedUp;
import dev.clawstead.api.signup.SignupController.SignupRequest;
import dev.clawstead.db.account.Account;
import dev.clawstead.db.account.Accounts;
import dev.clawstead.db.account.Sessions;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.instance.Instances;
import dev.clawstead.db.order.Orders;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Role;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.secrets.PlatformSecret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Makes account, session, order and instance in one transaction, then asks for the cell. */
@Component
class Signups {

  /** What browsers accept as an e-mail address, with at least one dot in its domain. */
  static final String EMAIL_FORM =
      "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
          + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$";

  private static final Pattern EMAIL = Pattern.compile(EMAIL_FORM);
  private static final Length EMAIL_LENGTH = new Length(3, 254);
  private static final Length PASSWORD_LENGTH = new Length(10, 128);

  private final ApiSettings settings;
  private final PlatformSecret secret;
  private final Accounts accounts;
  private final Instances instances;
  private final InstanceViews views;
  private final InstanceLife life;
  private final Passwords passwords;
  private final SessionTokens tokens;
  private final Limits limits;

  Signups(
      ApiSettings settings,
      PlatformSecret secret,
      Accounts accounts,
      Instances instances,
      InstanceViews views,
      InstanceLife life,
      Passwords passwords,
      SessionTokens tokens,
      Limits limits) {
    this.settings = settings;
    this.secret = secret;
    this.accounts = accounts;
    this.instances = instances;
    this.views = views;
    this.life = life;
    this.passwords = passwords;
    this.tokens = tokens;
    this.limits = limits;
  }

  TwoSteps<Plans, SignedUp> signup(SignupRequest body, HttpServletRequest request) {
    return new Signup(body, () -> limits.signup(request));
  }

  /** A signup of nobody, which nobody counts. */
  TwoSteps<Plans, SignedUp> rehearsal() {
    String nobody = UuidV7.next().toString();
    return new Signup(
        new SignupRequest(nobody + "@clawstead.invalid", nobody, "Nobody", null, null), () -> {});
  }

  /** Everything that a crash after the first transaction must not lose. */
  record Plans(Account account, String passwordHash, Minted session, NewAgent agent) {

    @Override
    public String toString() {
      return "Plans[" + account.id() + "]";
    }
  }

  private final class Signup implements TwoSteps<Plans, SignedUp> {

    private final SignupRequest body;
    private final Runnable count;

    Signup(SignupRequest body, Runnable count) {
      this.body = body;
      this.count = count;
    }

    @Override
    public Class<Plans> planType() {
      return Plans.class;
    }

    @Override
    public Class<SignedUp> answerType() {
      return SignedUp.class;
    }

    @Override
    public Plans plan() {
      FieldErrors errors = new FieldErrors();
      UUID account = UuidV7.next();
      String email = email(errors);
      String password = password(errors, email);
      NewAgent agent =
          NewAgent.check(
              errors,
              settings,
              new Asked(
                  account, "agentName", body.agentName(), body.plan(), body.region(), Plan.FREE));
      errors.orThrow();
      // Before the look at the address: whoever collects addresses is slowed down as well.
      count.run();
      if (accounts.exists(email)) {
        throw taken();
      }
      return new Plans(
          new Account(account, email, agent.plan(), Role.CUSTOMER, agent.at()),
          passwords.hash(password),
          tokens.mint(),
          agent);
    }

    private String email(FieldErrors errors) {
      String email = errors.text("email", body.email(), EMAIL_LENGTH);
      if (body.email() != null && !EMAIL.matcher(email).matches()) {
        errors.add("email", "is not an e-mail address");
      }
      return email;
    }

    private String password(FieldErrors errors, String email) {
      String password = errors.text("password", body.password(), PASSWORD_LENGTH);
      if (!password.isEmpty() && password.equalsIgnoreCase(email)) {
        errors.add("password", "must not be the e-mail address");
      }
      return password;
    }

    @Override
    public void begin(DSLContext tx, Plans plans) {
      Account account = plans.account();
      if (!Accounts.add(tx, account, plans.passwordHash())) {
        throw taken();
      }
      Sessions.add(tx, account.id(), plans.session().row());
      Orders.place(tx, plans.agent().order(settings, secret));
      Audit.add(
          tx,
          Audit.Entry.of(
                  account.id(),
                  "customer:" + account.id(),
                  "account.signed-up",
                  "account:" + account.id())
              .with("plan", account.plan().word())
              .with("instance", plans.agent().id().toString()));
    }

    @Override
    public SignedUp finish(Plans plans) {
      life.claim(plans.agent().ordered());
      return new SignedUp(
          AccountView.of(plans.account()),
          tokens.view(plans.session()),
          views.view(instances.find(plans.agent().id()).orElseThrow()));
    }

    private static ProblemException taken() {
      return ProblemException.on(
          Kind.CONFLICT, "email", "has an account already; sign in, or use another address");
    }
  }
}
