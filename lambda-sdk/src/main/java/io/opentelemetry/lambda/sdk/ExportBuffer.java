package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.sdk.internal.ItemCounts;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Collects items of one signal and hands them to an exporter in batches: a full one on the thread
 * that has filled it, the rest when it is asked to. The exporter has a queue of its own, so handing
 * over is not sending; what it has not finished yet is known here by its results alone.
 */
abstract class ExportBuffer<T> {

  /** Bounds a request, and what is held twice while it is serialised. */
  private static final int MAX_BATCH_BYTES = 512 * 1024;

  /** Those who flush while a backend is down do not all wait for it to come back. */
  private static final int MAX_FLUSHES = 100;

  private final int maxBatchSize;
  private final int maxHeld;
  private final ItemCounts counts;
  private final Object lock = new Object();

  /** Exporters need not cope with two exports at a time. */
  private final Object exporterLock = new Object();

  private final Deque<CompletableResultCode> flushes = new ArrayDeque<>();
  private int unfinished;
  private List<T> items = new ArrayList<>();
  private int bytes;

  /**
   * Makes one.
   *
   * @param maxHeld how many items there may be that are not known to be exported
   */
  ExportBuffer(int maxBatchSize, int maxHeld, ItemCounts counts) {
    this.maxBatchSize = Math.min(maxBatchSize, maxHeld);
    this.maxHeld = maxHeld;
    this.counts = counts;
  }

  abstract CompletableResultCode export(Collection<T> batch);

  /** Adds an item of about so many bytes. */
  final void add(T item, int itemBytes) {
    List<T> batch = null;
    synchronized (lock) {
      if (counts.hold(1, maxHeld)) {
        items.add(item);
        bytes += itemBytes;
        if (items.size() >= maxBatchSize || bytes >= MAX_BATCH_BYTES) {
          batch = take();
        }
      } else {
        counts.lost(1, "more than " + maxHeld + " are not exported yet");
      }
    }
    if (batch != null) {
      handOver(batch);
    }
  }

  /**
   * Hands over what is left.
   *
   * @return completes when nothing is left that has been handed over and is neither exported nor
   *     lost
   */
  final CompletableResultCode handOver() {
    List<T> batch;
    synchronized (lock) {
      batch = take();
    }
    if (!batch.isEmpty()) {
      handOver(batch);
    }
    return finish();
  }

  private CompletableResultCode finish() {
    CompletableResultCode flush = new CompletableResultCode();
    CompletableResultCode givenUp = null;
    synchronized (lock) {
      if (unfinished == 0) {
        return CompletableResultCode.ofSuccess();
      }
      if (flushes.size() == MAX_FLUSHES) {
        givenUp = flushes.poll();
      }
      flushes.add(flush);
    }
    if (givenUp != null) {
      givenUp.fail();
    }
    return flush;
  }

  final void sayLost() {
    counts.sayLost();
  }

  private List<T> take() {
    List<T> batch = items;
    items = new ArrayList<>();
    bytes = 0;
    return batch;
  }

  private void handOver(List<T> batch) {
    CompletableResultCode result;
    synchronized (lock) {
      unfinished++;
    }
    try {
      synchronized (exporterLock) {
        result = export(batch);
      }
    } catch (Throwable e) {
      result = CompletableResultCode.ofExceptionalFailure(e);
    }
    result.whenComplete(new Completion(result, batch.size()));
  }

  private void complete(CompletableResultCode result, int count) {
    List<CompletableResultCode> finished = new ArrayList<>(0);
    if (result.isSuccess()) {
      counts.exported(count);
    } else {
      counts.dropped(count, Failures.describe(result.getFailureThrowable()));
    }
    synchronized (lock) {
      unfinished--;
      if (unfinished == 0) {
        finished.addAll(flushes);
        flushes.clear();
      }
    }
    for (CompletableResultCode flush : finished) {
      flush.succeed();
    }
  }

  private final class Completion implements Runnable {

    private final CompletableResultCode result;
    private final int count;

    Completion(CompletableResultCode result, int count) {
      this.result = result;
      this.count = count;
    }

    @Override
    public void run() {
      complete(result, count);
    }
  }
}
