package io.opentelemetry.lambda.client.lettuce;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A command as the library's span sees it, whose completion it cannot let fail. */
final class LettuceCommand<K, V, T> implements RedisCommand<K, V, T>, CompleteableCommand<T> {

  private final RedisCommand<K, V, T> command;
  private final CompleteableCommand<T> completeable;

  @SuppressWarnings("unchecked") // a command completes with what it is a command for
  LettuceCommand(RedisCommand<K, V, T> command) {
    this.command = command;
    completeable = (CompleteableCommand<T>) command;
  }

  @Override
  public void onComplete(Consumer<? super T> action) {
    completeable.onComplete(action);
  }

  @Override
  public void onComplete(BiConsumer<? super T, Throwable> action) {
    completeable.onComplete(
        (result, thrown) -> {
          try {
            action.accept(result, thrown);
          } catch (Throwable e) {
            LettuceSpan.leave(e);
          }
        });
  }

  @Override
  public CommandOutput<K, V, T> getOutput() {
    return command.getOutput();
  }

  @Override
  public void complete() {
    command.complete();
  }

  @Override
  public boolean completeExceptionally(Throwable error) {
    return command.completeExceptionally(error);
  }

  @Override
  public void cancel() {
    command.cancel();
  }

  @Override
  public CommandArgs<K, V> getArgs() {
    return command.getArgs();
  }

  @Override
  public ProtocolKeyword getType() {
    return command.getType();
  }

  @Override
  public void encode(ByteBuf buffer) {
    command.encode(buffer);
  }

  @Override
  public boolean isCancelled() {
    return command.isCancelled();
  }

  @Override
  public boolean isDone() {
    return command.isDone();
  }

  @Override
  public void setOutput(CommandOutput<K, V, T> output) {
    command.setOutput(output);
  }
}
