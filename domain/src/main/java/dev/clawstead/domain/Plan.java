package dev.clawstead.domain;

/** What an account buys; the table in the product's description is its source. */
public enum Plan implements Word {
  FREE(Size.SMALL, 1, 100_000, 0, 20),
  PRO(Size.MEDIUM, 3, 2_000_000, 1900, 10),
  BUSINESS(Size.LARGE, 10, 10_000_000, 4900, 5),
  /** By contract only: it cannot be ordered through the API. */
  ENTERPRISE(Size.XLARGE, 50, 0, 0, 0);

  private final Size size;
  private final int instances;
  private final long tokensPerMonth;
  private final int priceCents;
  private final int warmTarget;

  Plan(Size size, int instances, long tokensPerMonth, int priceCents, int warmTarget) {
    this.size = size;
    this.instances = instances;
    this.tokensPerMonth = tokensPerMonth;
    this.priceCents = priceCents;
    this.warmTarget = warmTarget;
  }

  public Size size() {
    return size;
  }

  /** How many live instances an account on this plan may have. */
  public int instances() {
    return instances;
  }

  /** Rated tokens included in a month; 0 where a contract says. */
  public long tokensPerMonth() {
    return tokensPerMonth;
  }

  /** Price of a month in cents of a US dollar. */
  public int priceCents() {
    return priceCents;
  }

  /** How many warm cells a pool of this plan's size keeps unless configured otherwise. */
  public int warmTarget() {
    return warmTarget;
  }

  /** Whether a customer may order this plan without talking to anybody. */
  public boolean orderable() {
    return this != ENTERPRISE;
  }
}
