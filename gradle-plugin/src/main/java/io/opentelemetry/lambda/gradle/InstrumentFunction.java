package io.opentelemetry.lambda.gradle;

import io.opentelemetry.lambda.instrument.FunctionRefusedException;
import io.opentelemetry.lambda.instrument.InstrumentProcess;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.gradle.api.DefaultTask;
import org.gradle.api.GradleException;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.file.FileCollection;
import org.gradle.api.tasks.CacheableTask;
import org.gradle.api.tasks.Classpath;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.InputFiles;
import org.gradle.api.tasks.OutputFile;
import org.gradle.api.tasks.PathSensitive;
import org.gradle.api.tasks.PathSensitivity;
import org.gradle.api.tasks.TaskAction;
import org.jspecify.annotations.Nullable;

/**
 * Instruments a function's libraries as opentelemetry-javaagent does when they are loaded, so that
 * it is traced by the wrapper layer, without the agent. The task is up to date, or taken from the
 * build cache, while the function, these properties, the plugin's release and the JDK are the same.
 *
 * <p>It uses what Gradle has in all its releases from 4.4 on: neither {@code Property} for files
 * nor the project's build folder, whose types have changed.
 */
@CacheableTask
public class InstrumentFunction extends DefaultTask {

  private final ConfigurableFileCollection function = getProject().files();
  private final FileCollection command;
  private final FileCollection agent;
  private final FileCollection layer;
  private @Nullable File output;
  private List<String> without = List.of();
  private boolean stripSignatures;

  public InstrumentFunction() {
    Artifacts artifacts = new Artifacts(getProject());
    command = artifacts.files("command");
    agent = artifacts.files("agent");
    layer = artifacts.files("layer");
  }

  /**
   * The function as it is deployed today: a zip, jar or folder, with its libraries in lib/, or the
   * task that makes it.
   */
  @InputFiles
  @PathSensitive(PathSensitivity.RELATIVE)
  public ConfigurableFileCollection getFunction() {
    return function;
  }

  public void setFunction(Object function) {
    this.function.setFrom(function);
  }

  /** The instrumented function, a zip; by default beside the function, with the end -traced.zip. */
  @OutputFile
  public File getOutput() {
    if (output != null) {
      return output;
    }
    File untouched = untouched();
    String name = untouched.getName().replaceFirst("\\.(zip|jar)$", "");
    return new File(untouched.getParentFile(), name + "-traced.zip");
  }

  public void setOutput(File output) {
    this.output = output;
  }

  /** Libraries that are left as they are, by the agent's names. */
  @Input
  public List<String> getWithout() {
    return without;
  }

  public void setWithout(List<String> without) {
    this.without = without;
  }

  /** Removes the signatures of jars that have to be changed. */
  @Input
  public boolean isStripSignatures() {
    return stripSignatures;
  }

  public void setStripSignatures(boolean stripSignatures) {
    this.stripSignatures = stripSignatures;
  }

  /** The JDK that runs the command, whose release decides which classes are looked at. */
  @Input
  public String getJdk() {
    return System.getProperty("java.vm.version");
  }

  /** The command that instruments, and its libraries. */
  @Classpath
  public FileCollection getCommand() {
    return command;
  }

  /** The untouched opentelemetry-javaagent. */
  @Classpath
  public FileCollection getAgent() {
    return agent;
  }

  /** The wrapper layer's jar, which the function will meet. */
  @Classpath
  public FileCollection getLayer() {
    return layer;
  }

  @TaskAction
  public void instrument() throws InterruptedException {
    InstrumentProcess process =
        new InstrumentProcess(command.getFiles(), agent.getSingleFile(), layer.getSingleFile());
    try {
      process
          .run(untouched(), getOutput(), without, stripSignatures)
          .forEach(getLogger()::lifecycle);
    } catch (FunctionRefusedException | IOException e) {
      throw new GradleException(e.getMessage(), e);
    }
  }

  private File untouched() {
    if (function.isEmpty()) {
      throw new GradleException(
          getPath()
              + ": no function; set it to the zip that is deployed, or the task that makes it");
    }
    return function.getSingleFile();
  }
}
