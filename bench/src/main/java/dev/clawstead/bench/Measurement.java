package dev.clawstead.bench;

import java.util.List;

/** One named bench. It cleans up what it started, also when it fails. */
interface Measurement {

  /** Measures; progress goes to standard error. */
  List<Row> run(Wishes wishes) throws Exception;
}
