package dev.clawstead.worker.temporal;

import dev.clawstead.workflows.Attributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;

/** Makes the search attributes of our workflows known to the Temporal server. */
final class SearchAttributeNames {

  private SearchAttributeNames() {}

  /** One by one: the server refuses a whole list because of one that is there already. */
  static void ensure(OperatorServiceStubs operator, String namespace) {
    for (SearchAttributeKey<String> key : Attributes.ALL) {
      try {
        operator
            .blockingStub()
            .addSearchAttributes(
                AddSearchAttributesRequest.newBuilder()
                    .setNamespace(namespace)
                    .putSearchAttributes(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                    .build());
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
          throw e;
        }
      }
    }
  }
}
