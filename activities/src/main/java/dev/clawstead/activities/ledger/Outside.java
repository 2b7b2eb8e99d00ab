package dev.clawstead.activities.ledger;

import dev.clawstead.db.effect.Effect;
import java.time.Duration;
import java.util.Optional;

/** One kind of object at a provider. Each method is at most a few calls, none of them hidden. */
public interface Outside {

  /**
   * How long after the first call a create whose answer was lost may still land. No second create
   * goes out before; zero where the provider itself refuses a second object of the same name.
   */
  Duration landsWithin();

  /** How long after the first call an object that is to go may still appear. */
  Duration appearsWithin();

  /**
   * Looks the row's object up by name and labels and returns the provider's id of it. An object of
   * that name with other labels is a {@link ProviderException.Outcome#TAKEN}.
   */
  Optional<String> find(Effect row) throws ProviderException;

  /** Whether the object that the provider gave this id exists. */
  boolean exists(String externalId) throws ProviderException;

  /** Makes the object under the row's name and labels and returns the provider's id of it. */
  String make(Effect row) throws ProviderException;

  /** Removes the object; one that is gone counts as removed. */
  void remove(String externalId) throws ProviderException;
}
