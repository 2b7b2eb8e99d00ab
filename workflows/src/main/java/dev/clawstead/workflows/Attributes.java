package dev.clawstead.workflows;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** The search attributes by which people on call find workflows. */
public final class Attributes {

  public static final SearchAttributeKey<String> ACCOUNT_ID = keyword("AccountId");
  public static final SearchAttributeKey<String> INSTANCE_ID = keyword("InstanceId");
  public static final SearchAttributeKey<String> NODE_ID = keyword("NodeId");
  public static final SearchAttributeKey<String> REGION = keyword("Region");
  public static final SearchAttributeKey<String> STATE = keyword("State");

  public static final List<SearchAttributeKey<String>> ALL =
      List.of(ACCOUNT_ID, INSTANCE_ID, NODE_ID, REGION, STATE);

  private Attributes() {}

  private static SearchAttributeKey<String> keyword(String name) {
    return SearchAttributeKey.forKeyword(name);
  }
}
