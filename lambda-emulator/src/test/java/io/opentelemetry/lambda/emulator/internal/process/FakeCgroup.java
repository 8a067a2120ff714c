package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A group of a kernel that keeps the rules of cgroup v2 about controllers and processes. */
final class FakeCgroup implements Cgroup {

  private final @Nullable FakeCgroup parent;
  private final String name;
  private final Set<String> available;
  private final Set<String> handedDown = new TreeSet<>();
  private final Set<Long> processes = new TreeSet<>();
  private final Map<String, FakeCgroup> children = new TreeMap<>();
  private boolean writable = true;

  static FakeCgroup root(String... controllers) {
    return new FakeCgroup(null, "", Set.of(controllers));
  }

  private FakeCgroup(@Nullable FakeCgroup parent, String name, Set<String> available) {
    this.parent = parent;
    this.name = name;
    this.available = available;
  }

  FakeCgroup readOnly() {
    writable = false;
    return this;
  }

  FakeCgroup handsDown(String... controllers) {
    handedDown.addAll(Set.of(controllers));
    return this;
  }

  FakeCgroup with(long... pids) {
    for (long pid : pids) {
      processes.add(pid);
    }
    return this;
  }

  /** A child, made by the machine and not by the emulator. */
  FakeCgroup below(String childName) {
    return children.computeIfAbsent(
        childName, key -> new FakeCgroup(this, childName, Set.copyOf(handedDown)));
  }

  @Override
  public CgroupVersion version() {
    return CgroupVersion.V2;
  }

  @Override
  public Path path() {
    return parent == null ? Path.of("/") : parent.path().resolve(name);
  }

  @Override
  public Cgroup create(String childName) throws IOException {
    checkWritable();
    if (children.containsKey(childName)) {
      throw new FileAlreadyExistsException(childName);
    }
    return below(childName);
  }

  @Override
  public Cgroup child(String childName) {
    return children.get(childName);
  }

  @Override
  public List<String> children() {
    return List.copyOf(children.keySet());
  }

  @Override
  public String read(String file) throws IOException {
    return switch (file) {
      case UnifiedPlacement.CONTROLLERS -> String.join(" ", available);
      case UnifiedPlacement.HANDED_DOWN -> String.join(" ", handedDown);
      case PROCESSES -> processes.stream().map(pid -> pid + "\n").collect(Collectors.joining());
      default -> throw new NoSuchFileException(file);
    };
  }

  @Override
  public void write(String file, String value) throws IOException {
    checkWritable();
    switch (file) {
      case UnifiedPlacement.HANDED_DOWN -> handDown(List.of(value.split(" ", -1)));
      case PROCESSES -> moveIn(Long.parseLong(value));
      default -> throw new NoSuchFileException(file);
    }
  }

  private void handDown(List<String> changes) throws IOException {
    for (String change : changes) {
      String controller = change.substring(1);
      if (change.startsWith("-")) {
        handedDown.remove(controller);
      } else if (!available.contains(controller)) {
        throw new NoSuchFileException(controller);
      } else if (parent != null && !processes.isEmpty()) {
        throw new IOException("Device or resource busy");
      } else {
        handedDown.add(controller);
      }
    }
  }

  private void moveIn(long pid) throws IOException {
    if (parent != null && !handedDown.isEmpty()) {
      throw new IOException("Device or resource busy");
    }
    root().removeProcess(pid);
    processes.add(pid);
  }

  private FakeCgroup root() {
    return parent == null ? this : parent.root();
  }

  private void removeProcess(long pid) {
    processes.remove(pid);
    children.values().forEach(child -> child.removeProcess(pid));
  }

  @Override
  public boolean admits() {
    return writable;
  }

  @Override
  public void remove() throws IOException {
    if (!processes.isEmpty()) {
      throw new IOException("Device or resource busy");
    }
    parent.children.remove(name);
  }

  private void checkWritable() throws IOException {
    if (!writable) {
      throw new AccessDeniedException(name);
    }
  }
}
