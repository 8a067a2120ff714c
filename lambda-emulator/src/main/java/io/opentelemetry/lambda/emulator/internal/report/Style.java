package io.opentelemetry.lambda.emulator.internal.report;

import picocli.CommandLine.Help.Ansi;

/** How a line looks on the terminal. */
enum Style {
  PLAIN(Ansi.Style.reset),
  FAINT(Ansi.Style.faint),
  HEADING(Ansi.Style.bold),
  ERROR(Ansi.Style.fg_red);

  private final Ansi.Style code;

  Style(Ansi.Style code) {
    this.code = code;
  }

  Ansi.Style code() {
    return code;
  }
}
