package dev.clawstead.activities.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.ResponseItem;
import dev.clawstead.activities.docker.DockerSettings.ImageSource;
import dev.clawstead.activities.ledger.ProviderException;
import io.temporal.failure.ApplicationFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings agent images onto nodes. Images are no effects: a node's die with it. */
final class NodeImages {

  private NodeImages() {}

  /** Loads or pulls the image unless the node has it. */
  static void ensure(NodeEngine engine, ImageSource source, Heart heart)
      throws InterruptedException, ProviderException {
    if (isThere(engine, source.reference())) {
      return;
    }
    Path archive = source.archive();
    heart.beatingWhile(
        () -> {
          if (archive == null) {
            pull(engine, source.reference());
          } else {
            load(engine, archive);
          }
          return true;
        });
    if (!isThere(engine, source.reference())) {
      throw ApplicationFailure.newNonRetryableFailure(
          archive == null
              ? "the registry sent no image " + source.reference()
              : "the archive " + archive + " holds no image " + source.reference(),
          "ImageMissing");
    }
  }

  private static boolean isThere(NodeEngine engine, String reference) throws ProviderException {
    return EngineCalls.find(() -> engine.calls().inspectImageCmd(reference).exec()).isPresent();
  }

  private static void pull(NodeEngine engine, String reference) throws InterruptedException {
    await(engine.streams().pullImageCmd(reference).exec(new Progress<>()));
  }

  private static void load(NodeEngine engine, Path archive) throws InterruptedException {
    try (InputStream tar = new BufferedInputStream(Files.newInputStream(archive))) {
      await(engine.streams().loadImageAsyncCmd(tar).exec(new Progress<>()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the image archive " + archive, e);
    }
  }

  private static void await(Progress<?> progress) throws InterruptedException {
    try (progress) {
      progress.awaitCompletion();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the engine's progress to its end: it stops its work when nobody listens. */
  private static final class Progress<T extends ResponseItem> extends ResultCallback.Adapter<T> {

    @Override
    public void onNext(T item) {
      if (item.isErrorIndicated() && item.getErrorDetail() != null) {
        onError(new IllegalStateException(item.getErrorDetail().getMessage()));
      }
    }
  }
}
