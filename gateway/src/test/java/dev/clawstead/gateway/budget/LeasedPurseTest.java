package dev.clawstead.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.spending.Grant;
import dev.clawstead.db.spending.Grant.Conduct;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A purse and a lender whose answers come when the test says so. */
class LeasedPurseTest {

  private static final Spend ALL = new Spend(2_000, 2_000);
  private static final Spend WANTED = new Spend(10_000, 10_000);
  private static final Spend LEAST = new Spend(100, 100);

  private final UUID account = UuidV7.next();
  private final Lender lender = new Lender();
  private final LeasedPurse purse =
      new LeasedPurse(
          new Purse(UuidV7.next(), null), LocalDate.of(2026, 11, 22), Clock.systemUTC(), lender);

  @Test
  void aCallThatIsAskedForWhileACapChangesStillGetsWhatIsLeft() {
    CompletableFuture<Admission> answer = purse.reserve(WANTED, LEAST, Duration.ofSeconds(5));
    purse.lent(grant(ALL, Spend.NONE));
    assertThat(lender.asked).isEqualTo(2);

    purse.renew();
    purse.lent(grant(Spend.NONE, ALL));
    assertThat(lender.givenBack).isEqualTo(ALL);
    assertThat(answer).isNotDone();

    purse.gaveBack();
    purse.lent(grant(ALL, Spend.NONE));
    purse.lent(grant(Spend.NONE, ALL));

    assertThat(answer).isCompletedWithValueMatching(Admission.Granted.class::isInstance);
  }

  @Test
  void onlyAPurseForWhichTheLenderHadNotEnoughLacksWhatOthersHold() {
    var _ = purse.reserve(new Spend(500, 500), LEAST, Duration.ofSeconds(5));
    assertThat(purse.lacking()).isNull();
    purse.lent(grant(ALL, Spend.NONE));
    assertThat(purse.lacking()).isNull();

    var _ = purse.reserve(WANTED, WANTED, Duration.ofSeconds(5));
    assertThat(purse.lacking()).isNull();
    purse.lent(grant(Spend.NONE, ALL));
    assertThat(purse.lacking()).isEqualTo(account);
  }

  private Grant grant(Spend granted, Spend held) {
    return new Grant(
        account,
        Plan.PRO,
        granted,
        Spend.NONE,
        CapPeriod.MONTH,
        false,
        held.plus(granted),
        new Conduct(null, Spend.UNBOUNDED, null));
  }

  private static final class Lender implements LeasedPurse.Borrowing {

    private int asked;
    private @Nullable Spend givenBack;

    @Override
    public void borrow(LeasedPurse by, Spend amount) {
      asked++;
    }

    @Override
    public void giveBack(LeasedPurse by, Spend amount) {
      givenBack = amount;
    }

    @Override
    public void refused(LeasedPurse by, Spend held, Spend needed) {
      throw new AssertionError("nothing was refused");
    }
  }
}
